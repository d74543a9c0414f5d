import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";

const BIN = "dist/nodes/bin.js";

/** `nextscale serve` in a process of its own, with a data folder of its own. */
export async function startServed(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  if (!existsSync(BIN)) throw new Error("Run `npm run build` first: the server is measured as users run it.");
  const data = await mkdtemp(join(tmpdir(), "nextscale-bench-"));
  const env = { ...process.env, NEXTSCALE_PACKS: join(data, "packs") };
  const child = spawn(process.execPath, [BIN, "serve", "--port", "0", "--data", data], { env });
  const url = await new Promise<string>((done) => child.stdout.once("data", (text) => done(String(text).trim())));
  return {
    url: url.replace(/\/$/, ""),
    close: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await ended;
      await rm(data, { recursive: true });
    },
  };
}

export interface Message {
  readonly type: string;
  readonly data: { readonly node?: string | null };
}

/** The last word on a job. */
export const isLeft = ({ type, data }: Message): boolean => type === "executing" && data.node === null;

/** A socket; `next` gives the time of the next message that fits. */
export async function connect(url: string, id: string) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws?clientId=${id}`);
  const waiting = new Set<{ fits: (message: Message) => boolean; done: (at: number) => void }>();
  socket.on("message", (data: Buffer, isBinary) => {
    if (waiting.size === 0 || isBinary) return;
    const message: Message = JSON.parse(data.toString());
    for (const each of [...waiting]) {
      if (!each.fits(message)) continue;
      waiting.delete(each);
      each.done(performance.now());
    }
  });
  await new Promise((done) => socket.once("open", done));
  const next = (fits: (message: Message) => boolean) => new Promise<number>((done) => waiting.add({ fits, done }));
  return { next, close: () => socket.close() };
}

export async function submit(url: string, client: string, prompt: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${url}/prompt`, {
    method: "POST",
    body: JSON.stringify({ prompt, client_id: client }),
  });
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
}

/** A graph that shows a text. */
export const showing = (text: string) => ({ 1: { class_type: "nextscale/show-text", inputs: { text } } });
