import type { FilePlace } from "../../jobs/file-table.ts";
import { fileFolder } from "../../jobs/job.ts";
import { serverErrors } from "../errors.ts";

export interface PlaceOptions {
  /** The folder where the name says none. */
  readonly folder: FilePlace["folder"];
  /** Before what the name says. Default none. */
  readonly subfolder?: string;
}

const MOST = 255;

/**
 * Where a name points: "cat.png", "folder/cat.png" or "cat.png [output]". Names are rows of a table and never paths, so
 * none can leave its folder; those that try are refused all the same. @throws SERVER_BAD_NAME
 */
export function placeOf(text: string, { folder, subfolder = "" }: PlaceOptions): FilePlace {
  const [, path = text, said] = /^(.*?)(?: \[(input|output|temp)\])?$/s.exec(text) ?? [];
  const parts = [...(subfolder === "" ? [] : subfolder.split("/")), ...path.split("/")];
  if (!parts.every(isPlain) || text.length + subfolder.length > MOST) throw serverErrors.BAD_NAME({ name: text });
  return {
    folder: said === undefined ? folder : fileFolder.parse(said),
    subfolder: parts.slice(0, -1).join("/"),
    name: parts.at(-1) ?? "",
  };
}

/** Whether a text can be a name at all. */
export function isFileName(text: string): boolean {
  return text.length <= MOST && text.split("/").every(isPlain);
}

/** A part of a path that any system can hold and none reads as something else. */
function isPlain(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return part !== "" && part !== "." && part !== ".." && !/[\u0000-\u001f\u007f\\\p{Surrogate}]/u.test(part);
}
