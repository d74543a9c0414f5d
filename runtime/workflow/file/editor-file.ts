import { z } from "zod";

const id = z.union([z.int(), z.string()]);

const arrayLink = z
  .tuple([id, id, z.int(), id, z.int()])
  .rest(z.unknown())
  .transform(([link, from, slot]) => ({ id: link, from, slot }));

const objectLink = z
  .looseObject({ id, origin_id: id, origin_slot: z.int() })
  .transform((link) => ({ id: link.id, from: link.origin_id, slot: link.origin_slot }));

const node = z.looseObject({
  id,
  type: z.string(),
  title: z.string().optional(),
  mode: z.int().default(0),
  inputs: z.array(z.looseObject({ name: z.string(), type: z.unknown(), link: id.nullish() })).nullish(),
  outputs: z.array(z.looseObject({ name: z.string(), type: z.unknown() })).nullish(),
  widgets_values: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish(),
  widgets_values_named: z.record(z.string(), z.unknown()).nullish(),
});

/** The part of the editor's file (litegraph 0.4, and 1 with its links as objects) that decides what runs. */
export const editorFile = z.looseObject({
  nodes: z.array(node),
  links: z.array(z.union([arrayLink, objectLink]).nullable()).default([]),
});

export type EditorFile = z.infer<typeof editorFile>;
export type EditorNode = EditorFile["nodes"][number];
