import type { Request } from "express";
import type { FilePlace, FileRow } from "../../jobs/file-table.ts";
import { type BlobHash, type FileFolder, fileFolder, isBlobHash, type NamedFile } from "../../jobs/job.ts";

export const BASE = "/api/v2";
/** When something ends that never does: clients want a date. */
export const NEVER = "9999-12-31T23:59:59.000Z";

const LETTER: { readonly [F in FileFolder]: string } = { input: "i", output: "o", temp: "t" };

/** The id of a named file: its place in other letters, so that it needs no table and never changes. */
export function assetId({ folder, subfolder, name }: FilePlace): string {
  const path = subfolder === "" ? name : `${subfolder}/${name}`;
  return `${LETTER[folder]}${Buffer.from(path, "utf8").toString("base64url")}`;
}

/** The place that an id stands for, or null. It names a row, never a path. */
export function placeOfAsset(id: string): FilePlace | null {
  const folder = fileFolder.options.find((each) => LETTER[each] === id.charAt(0));
  const path = Buffer.from(id.slice(1), "base64url").toString("utf8");
  if (folder === undefined || path === "") return null;
  const cut = path.lastIndexOf("/");
  return { folder, subfolder: cut < 0 ? "" : path.slice(0, cut), name: path.slice(cut + 1) };
}

export const hashText = (hash: BlobHash): string => `sha256:${hash}`;

/** The hash in "sha256:…", or null for any other kind. */
export function hashIn(text: string): BlobHash | null {
  const hash = /^sha256:(.*)$/i.exec(text)?.[1]?.toLowerCase();
  return isBlobHash(hash) ? hash : null;
}

/** Where a client has reached the server; the guards have looked at the name. */
export function originOf(request: Request): string {
  return `${request.protocol}://${request.get("host")}`;
}

/** A file that was uploaded, as version 2 tells it. */
export function assetObject(row: FileRow, origin: string): Readonly<Record<string, unknown>> {
  const { subfolder, name, createdAt, job } = row;
  return {
    id: assetId(row),
    name,
    file_path: subfolder === "" ? name : `${subfolder}/${name}`,
    ...contentOf(row, origin),
    job_id: job,
    created_at: new Date(createdAt).toISOString(),
    expires_at: null,
  };
}

/** A file that a job made, as version 2 tells it. */
export function outputObject(
  file: NamedFile,
  { node, job, origin }: { readonly node: string; readonly job: string; readonly origin: string },
): Readonly<Record<string, unknown>> {
  return {
    id: assetId(file),
    node_id: node,
    name: file.name,
    type: kindOf(file.mediaType),
    ...contentOf(file, origin),
    job_id: job,
  };
}

function contentOf(file: NamedFile, origin: string): Readonly<Record<string, unknown>> {
  return {
    content_type: file.mediaType,
    size_bytes: file.bytes,
    hash: hashText(file.blob),
    url: `${origin}${BASE}/assets/${assetId(file)}/content`,
    url_expires_at: NEVER,
  };
}

function kindOf(mediaType: string): string {
  const [family = ""] = mediaType.split("/");
  return ["image", "video", "audio", "text"].includes(family) ? family : "file";
}
