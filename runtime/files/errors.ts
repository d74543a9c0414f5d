import { defineErrors } from "../errors.ts";

/** Reading and writing files. `path` is always as the caller typed it. */
export const fileErrors = defineErrors("FILE", {
  NOT_FOUND: {
    text: (d: { path: string }) => `There is no file at ${d.path}.`,
    help: "Check the spelling, and the folder the command runs in.",
  },
  NO_FOLDER: {
    text: (d: { path: string }) => `The folder for ${d.path} does not exist.`,
    help: "Create the folder first, or write somewhere else.",
  },
  NOT_A_FOLDER: {
    text: (d: { path: string }) => `Part of the path ${d.path} is a file, not a folder.`,
    help: "Choose a path whose folders are folders.",
  },
  IS_FOLDER: {
    text: (d: { path: string }) => `Expected a file at ${d.path}, found a folder.`,
    help: "Name a file inside that folder.",
  },
  NOT_ALLOWED: {
    text: (d: { path: string; action: FileAction }) => `This user may not ${d.action} ${d.path}.`,
    help: "Change the file's permissions, or use a file of your own.",
  },
  DISK_FULL: {
    text: (d: { path: string }) => `The disk is full: could not write ${d.path}.`,
    help: "Free some space or write to another disk, then try again. A file that was there before is unchanged.",
  },
  READ_ONLY: {
    text: (d: { path: string }) => `The disk is read-only: could not write ${d.path}.`,
    help: "Write to a folder on a disk that can be changed.",
  },
  NAME_TOO_LONG: {
    text: (d: { path: string }) => `The file name is too long for this disk: ${shorten(d.path)}.`,
    help: "Choose a shorter name.",
  },
  TOO_LARGE: {
    text: (d: { path: string; bytes: number }) => `${d.path} has ${d.bytes} bytes, too many to read at once.`,
    help: "Read it in parts; the layout of a safetensors file can be read without its data.",
  },
  TOO_SHORT: {
    text: (d: { path: string; want: number; got: number }) => `Expected ${d.want} bytes in ${d.path}, got ${d.got}.`,
    help: "The file is cut off: copy or download it again.",
  },
  NOT_TEXT: {
    text: (d: { path: string }) => `Expected UTF-8 text in ${d.path}, got other bytes.`,
    help: "Save the file as UTF-8, or check that it is the right file.",
  },
  FAILED: {
    text: (d: { path: string; action: FileAction; reason: string }) => `Could not ${d.action} ${d.path} (${d.reason}).`,
    help: "Try again; if it stays, check the disk.",
  },
});

/** What was tried. */
export type FileAction = "read" | "write";

/** Text that pictures and films carry beside their pixels. */
export const metadataErrors = defineErrors("METADATA", {
  DAMAGED: {
    text: (d: { container: string; problem: string }) => `The ${d.container} file is damaged: ${d.problem}.`,
    help: "Copy or download the file again.",
  },
  NO_CONTAINER: {
    text: () => "Text can be kept in PNG, WebP and MP4 files, and this is none of them.",
    help: "Save the picture as PNG or WebP, or the film as MP4.",
  },
  TOO_MUCH: {
    text: (d: { container: string; bytes: number }) =>
      `The ${d.container} file carries more than ${d.bytes} bytes of text.`,
    help: "Remove the text from the file, or load the workflow from a file of its own.",
  },
});

/** The safetensors format: https://huggingface.co/docs/safetensors */
export const safetensorsErrors = defineErrors("SAFETENSORS", {
  HEADER: {
    text: (d: { file: string; problem: string }) => `${d.file} is not a safetensors file: ${d.problem}.`,
    help: "Copy or download the file again, and check that it is a .safetensors file.",
  },
  TENSOR: {
    text: (d: { file: string; tensor: string; problem: string }) =>
      `Tensor ${quote(d.tensor)} in ${d.file} is described wrongly: ${d.problem}.`,
    help: "The file is damaged or was written by a faulty program: get it again or save it again.",
  },
  LAYOUT: {
    text: (d: { file: string; problem: string }) => `The tensors in ${d.file} do not fill its data: ${d.problem}.`,
    help: "The file is damaged or cut off: copy or download it again.",
  },
  ENCODE: {
    text: (d: { tensor: string; problem: string }) => `Tensor ${quote(d.tensor)} cannot be saved: ${d.problem}.`,
    help: "Give every tensor a plain name and exactly the bytes its shape and type need.",
  },
  CONVERT: {
    text: (d: { tensor: string; from: string; to: string }) =>
      `Tensor ${quote(d.tensor)} holds ${d.from}, which cannot be read as ${d.to}.`,
    help: "Save the tensor with a type the model expects.",
  },
  RANGE: {
    text: (d: { tensor: string; value: string; index: number }) =>
      `Tensor ${quote(d.tensor)} holds ${d.value} at position ${d.index}, which is outside the 32-bit integers.`,
    help: "Save the tensor with numbers between -2147483648 and 2147483647.",
  },
});

/** A name from a file, fit for one line: quoted, control characters escaped, at most 80 characters. */
function quote(name: string): string {
  return JSON.stringify(shorten(name));
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
