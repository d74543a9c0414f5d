import type { EventBus } from "../jobs/event-bus.ts";
import type { Job, JobError } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Log } from "../jobs/log.ts";
import type { EngineProcess, Ran } from "./engine-process.ts";
import type { FromEngine } from "./messages.ts";
import type { RunningState } from "./running-job.ts";
import { errorOf } from "./settle.ts";
import type { Tell } from "./tell.ts";

export interface RunClaimedOptions {
  readonly store: JobStore;
  readonly bus: EventBus;
  readonly engine: EngineProcess;
  readonly log: Log;
  readonly tell: Tell;
}

/** What came of a job that was claimed. `begun`: the process has said something about it. */
export interface Claimed {
  readonly ran: Ran;
  readonly begun: boolean;
}

/** Gives a claimed job to the engine process; what it says is written, then told, in order. Never rejects. */
export async function runClaimed(
  job: Job,
  state: RunningState,
  { store, bus, engine, log, tell }: RunClaimedOptions,
): Promise<Claimed> {
  let handled = Promise.resolve();
  let begun = false;
  let unkept: JobError | null = null;

  const handle = async (message: FromEngine): Promise<void> => {
    if (message.type === "cached") {
      state.cached(message.nodes);
      bus.publish({ type: "job-cached", ...tell.about(job), nodes: message.nodes });
    } else if (message.type === "event") {
      state.hear(message.event);
      bus.publish({ ...message.event, ...tell.about(job) });
    } else if (message.type === "output" && unkept === null) {
      const output = await store.addOutput(job.id, job.attempt, message.output);
      if (output !== null) bus.publish({ type: "node-output", ...tell.about(job), output });
    }
  };
  const hear = (message: FromEngine): void => {
    begun = true;
    handled = handled
      .then(() => handle(message))
      .catch((error: unknown) => {
        log.error({ error, job: job.id }, "what the job made could not be kept");
        unkept ??= errorOf(error);
        engine.stop(job.id);
      });
  };

  const { id, prompt, targets, workflow, files, previews } = job;
  const ran = await engine.run({ type: "run", job: id, prompt, targets, workflow, files, previews }, hear);
  await handled;
  const error = unkept as JobError | null;
  if (error === null) return { ran, begun };
  const { cached, executed } = ran.kind === "ended" ? ran.end : { cached: [], executed: [] };
  return { ran: { kind: "ended", end: { status: "failed", error, cached, executed } }, begun };
}
