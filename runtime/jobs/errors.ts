import { defineErrors } from "../errors.ts";

/** What can go wrong between a request and its job. */
export const jobsErrors = defineErrors("JOBS", {
  ID_TAKEN: {
    text: (d: { job: string }) => `There is a job ${d.job} already.`,
    help: "Send a new id, or none: then one is made.",
  },
  KEY_USED: {
    text: (d: { key: string; job: string }) => `The key "${d.key}" was used for job ${d.job}.`,
    help: "Look at that job, or send the request with a new key.",
  },
  UNKNOWN: {
    text: (d: { job: string }) => `There is no job ${d.job}.`,
    help: "It may have been removed from the history. List the jobs to see those that are kept.",
  },
  WRONG_STATUS: {
    text: (d: { job: string; status: string; want: string }) =>
      `Job ${d.job} is ${d.status}, and only a job that is ${d.want} can do that.`,
    help: "Look at the job again: it has moved on.",
  },
  NAME_TAKEN: {
    text: (d: { name: string }) => `There is a file "${d.name}" already.`,
    help: "Choose another name, or ask for the old file to be replaced.",
  },
});

/** What can go wrong with the place where jobs and blobs are kept. `path` is as the caller gave it. */
export const storeErrors = defineErrors("STORE", {
  NO_FOLDER: {
    text: (d: { path: string }) => `The job database ${d.path} cannot be opened or made.`,
    help: "Check that the folder exists, that it can be written to, and that no folder has the name of the file.",
  },
  READ_ONLY: {
    text: (d: { path: string }) => `The job database ${d.path} cannot be written to.`,
    help: "Give this user the right to write to the file and its folder, or choose another data folder.",
  },
  DISK_FULL: {
    text: (d: { path: string }) => `The disk is full: the job database ${d.path} cannot grow.`,
    help: "Free some space. What was accepted before is still there; what was being sent was not taken.",
  },
  DAMAGED: {
    text: (d: { path: string; problem: string }) => `The job database ${d.path} is damaged: ${d.problem}.`,
    help: "Nothing was changed. Move the file away to begin with an empty queue, or put a copy of it back.",
  },
  NOT_OURS: {
    text: (d: { path: string }) => `The file ${d.path} is not a job database.`,
    help: "Nothing was changed. Choose another data folder, or move the file away.",
  },
  NEWER: {
    text: (d: { path: string; got: number; known: number }) =>
      `The job database ${d.path} has layout ${d.got}; this version knows up to ${d.known}.`,
    help: "Nothing was changed. Use the newer version again, or another data folder.",
  },
  IN_USE: {
    text: (d: { path: string }) => `The job database ${d.path} is in use by another process.`,
    help: "Stop the other server, or give this one a data folder of its own.",
  },
  FAILED: {
    text: (d: { path: string; problem: string }) => `The job database ${d.path} failed: ${d.problem}.`,
    help: "Try again; if it stays, check the disk.",
  },
  BLOB_DAMAGED: {
    text: (d: { hash: string; got: string }) => `The blob ${d.hash} holds other bytes: their hash is ${d.got}.`,
    help: "The disk has changed the file. Delete it and make or upload the content again.",
  },
  BLOB_TOO_LARGE: {
    text: (d: { most: number }) => `The data has more than ${d.most} bytes, the most that may be kept at once.`,
    help: "Send less, or raise the limit.",
  },
});
