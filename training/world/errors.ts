import { defineErrors } from "../../runtime/errors.ts";

export const worldErrors = defineErrors("WORLD", {
  WRITE_FAILED: {
    text: (d: { file: string; reason: string }) => `Writing the data set stopped at ${d.file}: ${d.reason}.`,
    help: "Check that the folder can be written and the disk has room, then run it again: it starts over.",
  },
  BAD_COUNT: {
    text: (d: { count: number }) => `The number of examples must be a whole number of at least 1, got ${d.count}.`,
    help: "Pass a count such as 1000.",
  },
});
