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
