import { stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Picture } from "../../model/vision/codec.ts";
import { fileErrors } from "../../runtime/files/errors.ts";
import { makeFolder } from "../../runtime/files/make-folder.ts";
import { nodesErrors } from "../errors.ts";
import { writeNewPicture } from "../pictures/write-new-picture.ts";
import { writePicture } from "../pictures/write-picture.ts";

const OTHER_FORMATS = /\.(jpe?g|webp|gif|avif|tiff?|bmp|svg)$/i;

export interface TargetWish {
  readonly prompts: string | undefined;
  readonly out: string | undefined;
  readonly count: number;
}

/** Where pictures go. */
export interface Target {
  /** Writes a picture, the 0-based `index` in order, and returns its path. */
  readonly write: (picture: Picture, index: number) => Promise<string>;
}

/** Decides where pictures go, and sees that the folder is there before work begins. Throws NODES_PNG_ONLY, FILE_*. */
export async function targetOf({ prompts, out, count }: TargetWish): Promise<Target> {
  if (prompts !== undefined) return inFolder(out ?? "out");
  if (out === undefined) return numbered(".", "picture");
  if (OTHER_FORMATS.test(out)) throw nodesErrors.PNG_ONLY({ path: out });
  await requireFolder(out);
  if (count > 1) return numbered(dirname(out), basename(out, extname(out)));
  return { write: async (picture) => writePicture(out, picture).then(() => out) };
}

/** Sees before work begins that a file can lie at `path`. Throws FILE_NO_FOLDER, FILE_IS_FOLDER. */
export async function requireFolder(path: string): Promise<void> {
  if (!(await isFolder(dirname(path)))) throw fileErrors.NO_FOLDER({ path });
  if (await isFolder(path)) throw fileErrors.IS_FOLDER({ path });
}

const numbered = (folder: string, prefix: string): Target => ({
  write: (picture) => writeNewPicture(folder, prefix, picture),
});

async function inFolder(folder: string): Promise<Target> {
  await makeFolder(folder);
  return {
    write: async (picture, index) => {
      const path = join(folder, `${String(index).padStart(4, "0")}.png`);
      await writePicture(path, picture);
      return path;
    },
  };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
