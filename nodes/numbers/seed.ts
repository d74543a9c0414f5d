import { defineNode, port } from "../../runtime/workflow/index.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;

/** One seed for several nodes. */
export const seed = defineNode({
  type: "nextscale/seed",
  version: 1,
  title: "Seed",
  category: "numbers",
  description: "A seed to link to several nodes; next is step seeds on, and after the largest seed comes 0.",

  inputs: {
    seed: port.seed({ default: 0 }),
    step: port.integer({ min: 0, max: 1_000_000, default: 1, description: "How far next is from seed." }),
  },
  outputs: { seed: port.seed(), next: port.seed() },
  run: ({ seed, step }) => ({ seed, next: seed > LARGEST - step ? seed - (LARGEST - step) - 1 : seed + step }),
});
