import { z } from "zod";
import type { EditorNode, Subgraph } from "./editor-file.ts";

/** Values that the instance of a subgraph gives to what lies inside. */
export interface Promoted {
  /** By the name of the subgraph's input. */
  readonly inputs: ReadonlyMap<string, unknown>;
  /** By the id of the inner node, then by the name of its widget. */
  readonly widgets: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** A widget shown on an instance: that of a subgraph's input, or that of a node inside. */
export type Shown =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "inner"; readonly node: string; readonly name: string };

const proxies = z.array(z.tuple([z.union([z.int(), z.string()]), z.string()]).rest(z.unknown()));

/**
 * What an instance says about its widgets. In `widgets_values` they stand in the order they are shown; by name an
 * input's widget has the input's name, an inner node's is `NODE.WIDGET`. `given` are values from the instance's own
 * surroundings, which win.
 */
export function promotedValues(
  instance: EditorNode,
  definition: Subgraph,
  given: ReadonlyMap<string, unknown> | undefined,
): Promoted {
  const inputs = new Map<string, unknown>();
  const widgets = new Map<string, Map<string, unknown>>();
  const saved = instance.widgets_values;
  const named = { ...(Array.isArray(saved) ? {} : saved), ...instance.widgets_values_named };
  for (const [place, shown] of shownWidgets(instance, definition.widgets).entries()) {
    const name = shownName(shown);
    const own = Object.hasOwn(named, name) ? named[name] : Array.isArray(saved) ? saved[place] : undefined;
    const value = given?.has(name) ? given.get(name) : own;
    if (value === undefined || value === null) continue;
    if (shown.kind === "input") inputs.set(shown.name, value);
    else widgets.set(shown.node, (widgets.get(shown.node) ?? new Map()).set(shown.name, value));
  }
  return { inputs, widgets };
}

/** What of an instance says which widgets it shows. */
export interface ShowsWidgets {
  readonly inputs?: readonly { readonly name: string; readonly widget?: unknown }[] | null | undefined;
  readonly properties?: { readonly proxyWidgets?: unknown } | null | undefined;
}

/** The widgets of an instance in the order of their values; `listed` are those its definition names for all instances. */
export function shownWidgets(
  { inputs, properties }: ShowsWidgets,
  listed: readonly { readonly id: number | string; readonly name: string }[],
): readonly Shown[] {
  const own = proxies.safeParse(properties?.proxyWidgets);
  const pairs = own.success
    ? own.data.map(([node, name]) => [String(node), name] as const)
    : listed.map(({ id, name }) => [String(id), name] as const);
  const proxied = pairs.map(
    ([node, name]): Shown => (node === "-1" ? { kind: "input", name } : { kind: "inner", node, name }),
  );
  const linked = (inputs ?? []).flatMap(({ name, widget }): Shown[] => {
    const isListed = pairs.some(([node, listedName]) => node === "-1" && listedName === name);
    return widget && !isListed ? [{ kind: "input", name }] : [];
  });
  return [...linked, ...proxied];
}

/** The name that the value of such a widget is saved under. */
export function shownName(shown: Shown): string {
  return shown.kind === "input" ? shown.name : `${shown.node}.${shown.name}`;
}
