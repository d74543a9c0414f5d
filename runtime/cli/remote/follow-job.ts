import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { z } from "zod";
import { parseJson } from "../../files/parse-json.ts";
import type { Remote } from "./remote.ts";

/** What a socket tells of a job; of other messages nothing is read. */
const message = z.object({
  type: z.string(),
  data: z.looseObject({
    prompt_id: z.string().optional(),
    node: z.string().nullish(),
    value: z.number().optional(),
    max: z.number().optional(),
    label: z.string().optional(),
  }),
});

export interface Heard {
  /** A node has begun. */
  readonly onNode: (node: string) => void;
  readonly onProgress: (node: string, done: number, total: number, label: string) => void;
}

const entry = z.looseObject({
  outputs: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))),
  status: z.looseObject({ completed: z.boolean(), messages: z.array(z.tuple([z.string(), z.looseObject({})])) }),
});
export type HistoryEntry = z.output<typeof entry>;

export interface Follower {
  /** Resolves with the job's history when it has ended. */
  readonly ended: (job: string) => Promise<HistoryEntry>;
  readonly close: () => void;
}

/** The longest that is waited for the socket's word before the history is asked, in milliseconds. */
const ASK_EVERY = 2000;

/**
 * Listens to a server before a job is sent. The socket only says when to look: the history has the truth, so that a lost
 * connection loses nothing.
 */
export async function followJobs(
  remote: Remote,
  client: string,
  { onNode, onProgress }: Heard,
  signal: AbortSignal,
): Promise<Follower> {
  const { url, headers } = remote.socket(client);
  const socket = new WebSocket(url, { headers });
  const left = new Set<string>();
  let wake = (): void => {};
  socket.on("message", (data, isBinary) => {
    const read = isBinary ? null : message.safeParse(parseJson(String(data))).data;
    if (read == null || read.data.prompt_id === undefined) return;
    const { prompt_id: job, node, value = 0, max = 1, label = "" } = read.data;
    if (read.type === "executing" && node == null) left.add(job);
    else if (read.type === "executing" && node != null) onNode(node);
    else if (read.type === "progress" && node != null) onProgress(node, value, max, label);
    if (left.has(job)) wake();
  });
  await new Promise<void>((done) => {
    socket.once("open", done);
    socket.on("error", () => done()); // the request itself will say what is wrong
  });
  return {
    ended: async (job) => {
      for (;;) {
        const history = await remote.get(`/history/${job}`, z.record(z.string(), entry));
        const found = history[job];
        if (found !== undefined) return found;
        left.delete(job);
        const woken = new Promise<void>((done) => {
          wake = done;
        });
        await Promise.race([woken, sleep(ASK_EVERY, undefined, { signal })]);
      }
    },
    close: () => socket.terminate(),
  };
}
