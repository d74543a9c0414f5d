import { openJobs } from "../../../runtime/engine/open-jobs.ts";
import type { Submission } from "../../../runtime/jobs/job.ts";
import { createLog } from "../../../runtime/jobs/log.ts";

/** What a server is below HTTP, for tests that end it at any moment: `node fake-server DATA_FOLDER ENGINE`. */

export type ToServer =
  | { readonly type: "submit"; readonly submission: Submission }
  | { readonly type: "idle" }
  | { readonly type: "close" };

export type FromServer =
  | { readonly type: "open" }
  | { readonly type: "started" }
  /** The job is on disk. */
  | { readonly type: "accepted"; readonly id: string }
  | { readonly type: "refused"; readonly id: string; readonly code: string }
  | { readonly type: "ended"; readonly id: string; readonly status: string }
  | { readonly type: "idle" };

const [folder = "", entry = ""] = process.argv.slice(2);
const say = (message: FromServer): void => {
  process.send?.(message);
};
const jobs = await openJobs({
  folder,
  entry,
  execArgv: [],
  log: createLog({ level: "error" }),
  backOff: { first: 1, most: 10 },
});
jobs.bus.subscribe(({ event }) => {
  if (event.type === "job-start") say({ type: "started" });
  if (event.type === "job-end") say({ type: "ended", id: event.job, status: event.status });
});
process.on("message", async (message: ToServer) => {
  if (message.type === "submit") {
    const id = String(message.submission.id);
    await jobs.runner.submit(message.submission).then(
      () => say({ type: "accepted", id }),
      (error: { readonly code: string }) => say({ type: "refused", id, code: error.code }),
    );
  } else if (message.type === "idle") {
    await jobs.runner.idle();
    say({ type: "idle" });
  } else {
    await jobs.close();
    process.exit(0);
  }
});
say({ type: "open" });
