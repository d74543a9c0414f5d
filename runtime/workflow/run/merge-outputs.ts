import { type Result, resourcesOf, type Said, type Slot } from "../cache/result.ts";
import { type Blocker, isBlocker } from "../node/blocker.ts";
import type { NodeDefinition } from "../node/define-node.ts";

/** What came of one item: a value for each output, or the items a graph made for it. */
export type Outputs = Readonly<Record<string, unknown>>;

/** The items that an expansion made for one output; they take the place of one value. */
export class Items {
  constructor(readonly items: readonly unknown[]) {}
}

/**
 * The result of a node from what came of each item, in order. An output is a list when its port is one or when the node
 * ran for the items of a list.
 */
export function mergeOutputs(
  { outputs }: NodeDefinition,
  mapped: boolean,
  made: readonly (Outputs | Blocker)[],
  said: readonly Said[],
): Result {
  const slots = Object.keys(outputs).map((name) => {
    const wholeList = outputs[name]?.list ?? false;
    return slotOf(name, wholeList, mapped || wholeList, made);
  });
  return { slots, keys: null, said, resources: resourcesOf(slots) };
}

function slotOf(name: string, wholeList: boolean, isList: boolean, made: readonly (Outputs | Blocker)[]): Slot {
  const items: unknown[] = [];
  let list = isList;
  for (const each of made) {
    const value = isBlocker(each) ? each : each[name];
    if (value instanceof Items) {
      list ||= value.items.length !== 1;
      for (const item of value.items) items.push(item);
    } else if (wholeList && Array.isArray(value)) for (const item of value as unknown[]) items.push(item);
    else items.push(value);
  }
  return { items, list };
}
