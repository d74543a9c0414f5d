import { defineErrors } from "../errors.ts";

export const backendErrors = defineErrors("BACKEND", {
  REFUSED: {
    text: (d: { backend: string; device: string; reason: string }) =>
      `${d.backend} on ${d.device} refused the program: ${d.reason}`,
    help: "Choose another device with --device, or report the program.",
  },
  MISSING_INPUT: {
    text: (d: { name: string }) => `The program expected the input "${d.name}", which was not given.`,
    help: "Give it in run(), or bind it in compile().",
  },
  WRONG_INPUT: {
    text: (d: { name: string; want: string; got: string }) => `Input "${d.name}" expected ${d.want}, got ${d.got}.`,
    help: "Give a tensor of that dtype and shape.",
  },
  RUN_FAILED: {
    text: (d: { backend: string; device: string; reason: string }) =>
      `${d.backend} on ${d.device} failed while running: ${d.reason}`,
    help: "Lower the batch size if memory ran out; otherwise report it.",
  },
  DEVICE_UNAVAILABLE: {
    text: (d: { device: string; reason: string }) => `The device "${d.device}" is not usable here: ${d.reason}`,
    help: "Run `nextscale doctor` to see the devices of this machine.",
  },
});

export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
