import type { z } from "zod";
import { workflowErrors } from "../errors.ts";

/**
 * What a schema makes of a file.
 * @throws WORKFLOW_NOT_A_WORKFLOW that names the first place that is wrong.
 */
export function checked<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? "the file" : `"${first.path.join(".")}"`;
  throw workflowErrors.NOT_A_WORKFLOW({ problem: `${where} is wrong (${first?.message ?? "unreadable"})` });
}
