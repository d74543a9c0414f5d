import { knownInputs } from "./known-inputs.ts";
import type { Call } from "./plan-type.ts";

/** What a node said its result depends on beside its inputs: a text, or null for what is never the same; or its fault. */
export type Fingerprint =
  | { readonly ok: true; readonly text: string | null }
  | { readonly ok: false; readonly error: unknown };

/** The fingerprints of one run, each asked for once. */
export type Fingerprints = Map<Call, Fingerprint>;

/** Asks the nodes that have no fingerprint yet, all at once. */
export async function askFingerprints(calls: readonly Call[], fingerprints: Fingerprints): Promise<void> {
  await Promise.all(
    calls.map(async (call) => {
      if (fingerprints.has(call)) return;
      fingerprints.set(call, await ask(call));
    }),
  );
}

async function ask(call: Call): Promise<Fingerprint> {
  try {
    const value = await call.definition.fingerprint?.(knownInputs(call));
    const never = typeof value === "number" && Number.isNaN(value);
    return { ok: true, text: never ? null : JSON.stringify(value) };
  } catch (error) {
    return { ok: false, error };
  }
}
