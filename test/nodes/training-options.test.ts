import { expect, test } from "vitest";
import { batchOption, trainingOptions } from "../../nodes/commands/training-options.ts";

test("what a training is not told is the recipe's, its seed too, so that a run that goes on keeps its own", () => {
  const { steps, recipe, seed } = trainingOptions;
  for (const { port } of [steps, recipe, seed, batchOption])
    expect([port.required, port.default]).toEqual([false, undefined]);
});
