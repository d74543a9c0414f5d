import { fileErrors } from "../files/errors.ts";
import { readMetadata } from "../files/metadata/index.ts";
import { readBytes } from "../files/read.ts";
import { parseWorkflow, type WorkflowFile } from "../workflow/index.ts";
import { cliErrors } from "./errors.ts";

/** Where a graph lies in a picture or film: what the editor saved, before what was run. */
const KEYS = ["workflow", "prompt"] as const;

/**
 * Reads the workflow in a file: JSON, or a PNG, WebP or MP4 that carries one.
 * Throws FILE_*, METADATA_*, CLI_NO_WORKFLOW and as `parseWorkflow`.
 */
export async function readWorkflowFile(path: string): Promise<WorkflowFile & { readonly carrier: "json" | "media" }> {
  const bytes = await readBytes(path);
  const texts = readMetadata(bytes);
  if (texts === null) return { ...parseWorkflow(textOf(bytes, path)), carrier: "json" };
  const key = KEYS.find((each) => texts.has(each));
  if (key === undefined) throw cliErrors.NO_WORKFLOW({ path });
  return { ...parseWorkflow(texts.get(key) ?? ""), carrier: "media" };
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fileErrors.NOT_TEXT({ path }, { cause });
  }
}
