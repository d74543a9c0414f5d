import type { Replacement } from "../../workflow/index.ts";

/** A row of the replacement table as the wire tells it; `replacementFromRecord` reads it back. */
export function replacementRecordOf({ newType, oldType, oldWidgets, inputs, outputs }: Replacement) {
  return {
    new_node_id: newType,
    old_node_id: oldType,
    old_widget_ids: oldWidgets ?? null,
    input_mapping:
      inputs?.map((row) =>
        "old" in row ? { new_id: row.new, old_id: row.old } : { new_id: row.new, set_value: row.value },
      ) ?? null,
    output_mapping: outputs?.map((row) => ({ new_idx: row.new, old_idx: row.old })) ?? null,
  };
}
