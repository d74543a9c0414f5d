import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkflowDocument } from "../../editor/core/document.ts";
import { type NodeTypes, readNodeTypes } from "../../editor/core/node-type.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { objectInfo } from "../../runtime/server/wire/object-info.ts";
import { parseWorkflow } from "../../runtime/workflow/index.ts";

const FOLDER = join(import.meta.dirname, "../../workflows");

/** The built-in nodes as the page reads them off the wire. */
export function sampleTypes(): NodeTypes {
  const info = Object.fromEntries([...builtinNodes()].map(([type, node]) => [type, objectInfo(node)]));
  return readNodeTypes(JSON.parse(JSON.stringify(info)));
}

export function sampleText(name: string): string {
  return readFileSync(join(FOLDER, `${name}.json`), "utf8");
}

export function sampleDocument(name: string): WorkflowDocument {
  return parseWorkflow(sampleText(name)).document;
}

export const sampleNames: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
