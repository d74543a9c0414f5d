import { z } from "zod";
import type { Replacement } from "../node/replacement.ts";

/** A row of a replacement table as ComfyUI writes it. */
export const replacementRecord = z.looseObject({
  new_node_id: z.string(),
  old_node_id: z.string(),
  old_widget_ids: z.array(z.string()).nullish(),
  input_mapping: z
    .array(
      z.union([
        z.looseObject({ new_id: z.string(), old_id: z.string() }),
        z.looseObject({ new_id: z.string(), set_value: z.unknown() }),
      ]),
    )
    .nullish(),
  output_mapping: z.array(z.looseObject({ new_idx: z.int().nonnegative(), old_idx: z.int().nonnegative() })).nullish(),
});

/** The same row as a registry takes it. */
export function replacementFromRecord(record: z.output<typeof replacementRecord>): Replacement {
  const { input_mapping: inputs, output_mapping: outputs, old_widget_ids: oldWidgets } = record;
  return {
    oldType: record.old_node_id,
    newType: record.new_node_id,
    ...(oldWidgets ? { oldWidgets } : {}),
    ...(inputs
      ? {
          inputs: inputs.map((row) =>
            typeof row.old_id === "string"
              ? { new: row.new_id, old: row.old_id }
              : { new: row.new_id, value: row.set_value },
          ),
        }
      : {}),
    ...(outputs ? { outputs: outputs.map((row) => ({ old: row.old_idx, new: row.new_idx })) } : {}),
  };
}
