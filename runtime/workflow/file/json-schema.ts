import { z } from "zod";
import { apiFile } from "./api-file.ts";
import { editorFile } from "./editor-file.ts";
import { lockSchema } from "./lock.ts";

/** The JSON Schema (2020-12) of a workflow file, for editors and other programs: made from what reads the files. */
export function workflowJsonSchema(): Readonly<Record<string, unknown>> {
  const extra = z.looseObject({ lock: lockSchema.optional() }).nullish();
  const file = z.union([
    editorFile.extend({ extra }).meta({ title: "The editor's file: litegraph 0.4 or 1" }),
    z.looseObject({ prompt: apiFile, extra }).meta({ title: "The API form beside other things" }),
    apiFile.meta({ title: "The API form: a node by its id" }),
  ]);
  const schema = z.toJSONSchema(file, { io: "input", unrepresentable: "any" });
  return { title: "NextScale workflow", ...schema };
}
