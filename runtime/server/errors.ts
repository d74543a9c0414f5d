import { defineErrors } from "../errors.ts";

/** What can be wrong with a request. */
export const serverErrors = defineErrors("SERVER", {
  NOT_FOUND: {
    text: (d: { path: string }) => `There is nothing at ${d.path}.`,
    help: "Check the address; the list of routes is at /openapi.json.",
  },
  BAD_REQUEST: {
    text: (d: { problem: string }) => `The request cannot be understood: ${d.problem}.`,
    help: "Correct the request; what each route takes is at /openapi.json.",
  },
  TOO_LARGE: {
    text: (d: { most: number }) => `The request has more than ${d.most} bytes.`,
    help: "Send less, or raise the limit in nextscale.config.json.",
  },
  BAD_NAME: {
    text: (d: { name: string }) => `${quote(d.name)} is no name for a file here.`,
    help: 'Use a name without "..", a slash at its start, a backslash or invisible characters, of at most 255 letters.',
  },
  BAD_PICTURE: {
    text: (d: { name: string; problem: string }) => `${quote(d.name)} cannot be read as a picture: ${d.problem}.`,
    help: "Send a PNG, JPEG, WebP, GIF, AVIF or TIFF file; if it is one, save it again.",
  },
  PICTURE_TOO_LARGE: {
    text: (d: { name: string; width: number; height: number; got: number; pixels: number; frames: number }) =>
      `${quote(d.name)} has ${d.got} × ${d.width}×${d.height} pixels; at most ${d.frames} frames and ${d.pixels} pixels are read.`,
    help: "Make it smaller, or raise the limit in nextscale.config.json.",
  },
  BAD_RANGE: {
    text: (d: { bytes: number }) => `The file ends at byte ${d.bytes}, before the part that is asked for.`,
    help: "Ask for a part within the file.",
  },
  FORBIDDEN_PATH: {
    text: (d: { path: string }) => `${quote(d.path)} leads out of the folder that belongs to you.`,
    help: 'Name a file inside it: without "..", a slash at its start, or a link on the way.',
  },
  FILE_THERE: {
    text: (d: { path: string }) => `There is something at ${quote(d.path)} already.`,
    help: "Choose another name, or ask for it to be overwritten if it is a file.",
  },
  UNKNOWN_USER: {
    text: (_: object) => "The server does not know the user whom the request names.",
    help: "Send the id of a user in the header comfy-user; /users lists them.",
  },
  DAMAGED_FILE: {
    text: (d: { name: string }) => `The server's file ${d.name} holds no JSON object.`,
    help: "Repair it or move it away; nothing was changed.",
  },
  PORT_TAKEN: {
    text: (d: { host: string; port: number }) => `Something else listens at ${d.host}:${d.port} already.`,
    help: "Stop it, or choose another port with --port; 0 takes any free one.",
  },
  NO_PORT: {
    text: (d: { host: string; port: number; problem: string }) =>
      `The server cannot listen at ${d.host}:${d.port} (${d.problem}).`,
    help: "Choose another --host or --port; ports below 1024 need rights of their own.",
  },
  QUEUE_FULL: {
    text: (d: { most: number }) => `${d.most} jobs wait already.`,
    help: "Wait until some are done, or raise the limit in nextscale.config.json.",
  },
});

/** What a client sent, fit for one line. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 97)}...` : text);
}
