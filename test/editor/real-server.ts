import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "../..");

export interface RealServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `nextscale serve` as a process of its own, with the shipped model, on a free port. */
export async function startRealServer(data: string): Promise<RealServer> {
  const args = ["--import", "tsx", join(ROOT, "nodes", "bin.ts"), "serve", "--port", "0", "--data", data];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  return { url: await addressOf(child), close: () => stop(child) };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the server says nothing");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the server ended before it said where it listens");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await ended;
}
