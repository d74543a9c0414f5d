import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../../runtime/backends/backend.ts";
import { createTfjsBackend } from "../../runtime/backends/tfjs/index.ts";
import { type Case, caseProgram, difference, runOnce } from "./case.ts";
import { functionCases } from "./functions.ts";
import { primitiveCases } from "./primitives.ts";
import { runCases } from "./runs.ts";

/** Float32 sums in another order, and exponentials of another library. */
export const VALUE_TOLERANCE = 1e-5;

export interface ConformanceOptions {
  /** Why all of it must be left out here. */
  readonly skip?: string | undefined;
}

/**
 * What every backend does: the values and gradients of all primitives and functions equal those of tfjs's plain
 * JavaScript engine, and programs compile, run, keep, read and release as `Backend` says.
 */
export function backendConformance(
  name: string,
  open: () => Promise<Backend>,
  { skip }: ConformanceOptions = {},
): void {
  describe.skipIf(skip !== undefined)(skip ? `${name} (skipped: ${skip})` : name, () => {
    let backend: Backend;
    let oracle: Backend;
    beforeAll(async () => {
      [backend, oracle] = [await open(), await createTfjsBackend({ device: "cpu" })];
    });
    afterAll(async () => {
      await Promise.all([backend?.close(), oracle?.close()]);
    });

    test.each(Object.entries({ ...primitiveCases, ...functionCases }))(
      "%s has the values and gradients of the definition",
      async (_, cases) => {
        expect(await worstCases(backend, oracle, cases)).toEqual([]);
      },
    );

    test.each(runCases.map(({ title, check }) => [title, check] as const))("%s", (_, check) => check(backend));
  });
}

/** Names of the outputs that differ from the oracle's, with how much. */
export async function worstCases(
  backend: Backend,
  oracle: Backend,
  cases: readonly Case[],
): Promise<readonly string[]> {
  const whole = caseProgram(cases);
  const [got, want] = [await runOnce(backend, whole), await runOnce(oracle, whole)];
  return Object.entries(want).flatMap(([output, value]) => {
    const found = got[output];
    const off = found ? difference(found, value) : Number.POSITIVE_INFINITY;
    return off <= VALUE_TOLERANCE ? [] : [`${output}: ${off}`];
  });
}
