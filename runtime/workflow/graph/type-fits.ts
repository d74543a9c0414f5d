/**
 * May a link of type `received` end where `accepted` is taken? Types are equal, or either is `*`, or a side is a list
 * joined by commas and the two share a member. Blanks around names count for nothing.
 */
export function typeFits(received: string, accepted: readonly string[]): boolean {
  if (PLAIN.test(received) && accepted.includes(received)) return true;
  const got = members([received]);
  const taken = members(accepted);
  return got.has("*") || taken.has("*") || [...got].some((type) => taken.has(type));
}

/** One name and nothing else. */
const PLAIN = /^\w+$/;

function members(types: readonly string[]): ReadonlySet<string> {
  return new Set(types.flatMap((type) => type.split(",").map((name) => name.trim())).filter((name) => name !== ""));
}
