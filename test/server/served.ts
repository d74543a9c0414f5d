import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";

/** The server as its users run it; tests of it are skipped when the project has not been built. */
export const BIN = "dist/nodes/bin.js";
export const isBuilt = existsSync(BIN) && existsSync("checkpoints/tiny/config.json");

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers field by field, and fail where one is missing
export type Answer = any;

export interface Served {
  readonly url: string;
  readonly folder: string;
  readonly child: ChildProcess;
  readonly post: (path: string, body: unknown) => Promise<{ status: number; body: Answer }>;
  readonly get: (path: string) => Promise<Answer>;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>;
}

/** Starts `nextscale serve` on a free port, with a data folder of its own unless one is given. */
export async function serve({
  folder,
  args = [],
}: {
  folder?: string;
  args?: readonly string[];
} = {}): Promise<Served> {
  const data = folder ?? (await mkdtemp(join(tmpdir(), "nextscale-server-")));
  const env = { ...process.env, NEXTSCALE_PACKS: join(data, "packs") };
  const child = spawn(process.execPath, [BIN, "serve", "--port", "0", "--data", data, "--log", "error", ...args], {
    env,
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const url = await new Promise<string>((done, refuse) => {
    child.stdout.on("data", (text: Buffer) => done(text.toString().trim().replace(/\/$/, "")));
    child.on("exit", (code) => refuse(new Error(`serve ended with ${code}: ${said}`)));
  });
  const ended = new Promise<void>((done) => child.on("exit", () => done()));
  return {
    url,
    folder: data,
    child,
    post: async (path, body) => {
      const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    },
    get: async (path) => (await fetch(url + path)).json(),
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      if (folder === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

export interface Heard {
  readonly type: string;
  readonly data: Answer;
}

/** A socket of a client that keeps what it hears; binary frames are `{ type: "binary" }`. */
export async function listen(url: string, id: string) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws?clientId=${id}`);
  const heard: Heard[] = [];
  const wakes = new Set<() => void>();
  socket.on("message", (data: Buffer, isBinary) => {
    heard.push(isBinary ? { type: "binary", data } : JSON.parse(data.toString()));
    for (const wake of wakes) wake();
  });
  /** Waits until a message fits and returns it; messages heard before count. */
  const until = async (fits: (message: Heard) => boolean): Promise<Heard> => {
    for (;;) {
      const found = heard.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((done) => {
        const wake = () => {
          wakes.delete(wake);
          done();
        };
        wakes.add(wake);
      });
    }
  };
  await until(({ type }) => type === "status");
  return { socket, heard, until, left: (job: string) => until(isLeft(job)) };
}

/** The last word on a job. */
export const isLeft =
  (job: string) =>
  ({ type, data }: Heard): boolean =>
    type === "executing" && data.node === null && data.prompt_id === job;

/** A graph of one node that shows a text, which takes a millisecond. */
export const showing = (text: string) => ({ 1: { class_type: "nextscale/show-text", inputs: { text } } });
