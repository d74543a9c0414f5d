import { workflowErrors } from "../errors.ts";

/** A JSON object as `JSON.parse` gives it. */
export type JsonObject = { readonly [key: string]: unknown };

/** Levels of lists and objects a file may have; real graphs need about ten. */
const DEEPEST = 100;

/**
 * Parses the text of a workflow file, a leading byte-order mark dropped.
 * @throws WORKFLOW_NOT_JSON, and WORKFLOW_NOT_A_WORKFLOW for what could not be kept or passed on safely: no object,
 * deep nesting, numbers without end, and the key `__proto__`.
 */
export function parseJson(text: string): JsonObject {
  const json = parse(text);
  if (!isObject(json)) throw workflowErrors.NOT_A_WORKFLOW({ problem: "is no object" });
  refuseUnsafe(json);
  return json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw workflowErrors.NOT_JSON({ problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

/** Walks level by level, as a file may be deeper than the stack. */
function refuseUnsafe(json: JsonObject): void {
  let level: readonly object[] = [json];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) throw workflowErrors.NOT_A_WORKFLOW({ problem: `is nested more than ${DEEPEST} levels deep` });
    const next: object[] = [];
    for (const each of level) {
      if (Object.hasOwn(each, "__proto__")) throw workflowErrors.NOT_A_WORKFLOW({ problem: 'is the key "__proto__"' });
      for (const value of Object.values(each)) {
        if (typeof value === "object" && value !== null) next.push(value);
        else if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
          throw workflowErrors.NOT_A_WORKFLOW({ problem: "is a number that is too large to be kept" });
        }
      }
    }
    level = next;
  }
}
