import { z } from "zod";

const id = z.union([z.int(), z.string()]);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** litegraph 0.4: `[id, from, slot, to, toSlot, type]`. */
const arrayLink = z
  .tuple([id, id, z.int(), id, z.int()])
  .rest(z.unknown())
  .transform(([link, from, slot, to, toSlot]) => ({ id: link, from, slot, to, toSlot }));

/** litegraph 1. A `parentId` names the reroute a link is drawn through; both ends stand in the link all the same. */
const objectLink = z
  .looseObject({ id, origin_id: id, origin_slot: z.int(), target_id: id.optional(), target_slot: z.int().optional() })
  .transform((link) => ({
    id: link.id,
    from: link.origin_id,
    slot: link.origin_slot,
    to: link.target_id ?? "",
    toSlot: link.target_slot ?? 0,
  }));

const link = z.union([arrayLink, objectLink]);

const node = z.looseObject({
  id,
  type: z.string(),
  title: z.string().optional(),
  /** 0 runs always, 2 is muted, 4 is bypassed. */
  mode: z.int().default(0),
  inputs: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.unknown(),
        link: id.nullish(),
        widget: z.looseObject({ name: z.string() }).nullish(),
      }),
    )
    .nullish(),
  outputs: z.array(z.looseObject({ name: z.string(), type: z.unknown() })).nullish(),
  /** `version` is that of the node's definition; `proxyWidgets` are the widgets a subgraph's instance promotes. */
  properties: z.looseObject({ version: z.unknown(), proxyWidgets: z.unknown() }).partial().nullish(),
  widgets_values: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish(),
  widgets_values_named: z.record(z.string(), z.unknown()).nullish(),
});

const end = z.looseObject({ id }).nullish();

/** A graph that stands for one node: an instance is a node whose type is its id. */
const subgraph = z.looseObject({
  id: z.string(),
  name: z.string().default(""),
  nodes: list(node),
  links: list(link.nullable()),
  /** Where links from outside begin (id -10), and where links to the outside end (id -20). */
  inputNode: end,
  outputNode: end,
  inputs: list(z.looseObject({ name: z.string() })),
  outputs: list(z.looseObject({ name: z.string() })),
  widgets: list(z.looseObject({ id, name: z.string() })),
});

/**
 * The part of the editor's file (litegraph 0.4, and 1 with its links as objects) that decides what runs. Groups,
 * reroutes, floating links and what else a file holds stay in its document.
 */
export const editorFile = z.looseObject({
  nodes: z.array(node),
  links: list(link.nullable()),
  definitions: z.looseObject({ subgraphs: list(subgraph) }).nullish(),
});

export type EditorFile = z.output<typeof editorFile>;
export type EditorNode = EditorFile["nodes"][number];
export type EditorLink = NonNullable<EditorFile["links"][number]>;
export type Subgraph = z.output<typeof subgraph>;
export type LinkId = EditorLink["id"];
