import type { BlobHash, JobEnd, JobId, NamedFile, Submission } from "../../../runtime/jobs/job.ts";

/** The id of the job with this number. */
export const jobId = (number: number): JobId => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as JobId;

/** Some hash, another for each number. */
export const someHash = (number: number): BlobHash => String(number).padStart(64, "0") as BlobHash;

/** What is asked for, with little said. */
export const submission = (more: Partial<Submission> = {}): Submission => ({
  prompt: { "1": { class_type: "fake/show", inputs: {} } },
  targets: ["1"],
  ...more,
});

export const DONE: JobEnd = { status: "done", error: null, cached: [], executed: ["1"] };

export const picture = (name: string, number: number, more: Partial<NamedFile> = {}): NamedFile => ({
  folder: "output",
  subfolder: "",
  name,
  blob: someHash(number),
  bytes: 10,
  mediaType: "image/png",
  ...more,
});

/** A clock that goes on by a millisecond whenever it is asked, and ids that rise by one. */
export function fakeClock() {
  let now = 1000;
  let ids = 0;
  return {
    now: () => {
      now += 1;
      return now;
    },
    newId: () => {
      ids += 1;
      return jobId(ids);
    },
    skip: (ms: number) => {
      now += ms;
    },
  };
}
