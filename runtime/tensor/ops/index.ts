import { elementwise } from "./elementwise.ts";
import { gather } from "./gather.ts";
import { matmul } from "./matmul.ts";
import { movement } from "./movement.ts";
import { reduce } from "./reduce.ts";
import type { OpRow } from "./row.ts";
import type { OpAttributes, OpName } from "./set.ts";
import { source } from "./source.ts";

/** A row for every primitive of the set. */
export const ops: { readonly [K in OpName]: OpRow<OpAttributes[K]> } = {
  ...source,
  ...elementwise,
  ...reduce,
  ...movement,
  ...matmul,
  ...gather,
};
