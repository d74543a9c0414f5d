import type { Response } from "express";
import type { JobEvent } from "../../jobs/event.ts";
import type { Job, NodeOutput } from "../../jobs/job.ts";
import type { Services } from "../services.ts";
import { createSerial } from "../userdata/serial.ts";
import { assetId, outputObject } from "./asset.ts";
import { isEnded, progressOf, queuePosition, statusWord } from "./job.ts";

/** Milliseconds from one word on progress to the next. */
const PROGRESS_MS = 500;
const BEAT_MS = 15_000;
/** Bytes that may wait for a client: above the first, pictures are left out; above the second, it is dropped. */
const SLOW = 1e6;
const STUCK = 8e6;

/**
 * Tells of one job as server-sent events until it has ended: `status`, `progress` at most twice a second, `preview`,
 * `output`. It begins with how things stand, so who comes late or again misses nothing that matters.
 */
export function streamJob(job: Job, response: Response, services: Services, origin: string): void {
  const { bus, store, runner } = services;
  const alone = createSerial();
  const told = new Set<string>();
  let last = "";
  let timer: NodeJS.Timeout | null = null;
  /** A look at the store is to come; what happens before it needs none of its own. */
  let isTelling = true;

  const send = (event: string, data: unknown): void => {
    if (response.writableLength > STUCK) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const sendOutput = ({ display, files }: NodeOutput): void => {
    for (const file of files) {
      if (told.has(assetId(file))) continue;
      told.add(assetId(file));
      send("output", outputObject(file, { node: display, job: job.id, origin }));
    }
  };
  const end = (): void => {
    unsubscribe();
    clearInterval(beat);
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const tell = (isNew: boolean): Promise<void> =>
    alone(async () => {
      isTelling = false;
      if (response.writableEnded || response.destroyed) return;
      const now = await store.get(job.id);
      if (now === null) {
        end();
        response.end();
        return;
      }
      const status = { status: statusWord(now), queue_position: await queuePosition(now, services) };
      for (const output of now.outputs) sendOutput(output);
      if (isNew || isEnded(now)) send("progress", progressOf(now, runner.running()));
      if (JSON.stringify(status) !== last) send("status", status);
      last = JSON.stringify(status);
      if (!isEnded(now)) return;
      end();
      response.end();
    });
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      const running = runner.running();
      if (running?.job === job.id) send("progress", progressOf(job, running));
    }, PROGRESS_MS);
  };
  const tellAgain = (): void => {
    if (isTelling) return;
    isTelling = true;
    void tell(false).catch(fail);
  };
  const fail = (error: unknown): void => {
    services.logger.error({ err: error, job: job.id }, "a stream of events failed");
    end();
    response.destroy();
  };

  const hear = (event: JobEvent): void => {
    if (event.type === "queue") tellAgain();
    if (!("job" in event) || event.job !== job.id) return;
    if (event.type === "node-output") sendOutput(event.output);
    else if (event.type === "node-preview") {
      if (response.writableLength > SLOW) return;
      const data_base64 = Buffer.from(event.image).toString("base64");
      send("preview", { node_id: event.display, content_type: event.mediaType, data_base64 });
    } else if (event.type.startsWith("node-")) soon();
    else if (event.type !== "job-cached" && event.type !== "job-submitted") tellAgain();
  };

  response.set({
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
  });
  response.flushHeaders();
  const unsubscribe = bus.subscribe(({ event }) => hear(event));
  const beat = setInterval(() => response.write(": still here\n\n"), BEAT_MS);
  beat.unref();
  response.on("close", end);
  void tell(true).catch(fail);
}
