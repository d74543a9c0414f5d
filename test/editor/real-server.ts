import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");

export interface RealServer {
  readonly url: string;
  /** Ends the process that computes, as a crash does. Linux tells who a process's children are. */
  readonly killEngine: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `nextscale serve` as a process of its own, with the shipped model, on a free port. */
export async function startRealServer(data: string): Promise<RealServer> {
  const args = ["--import", "tsx", join(ROOT, "nodes", "bin.ts"), "serve", "--port", "0", "--data", data];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  return { url: await addressOf(child), killEngine: () => killChildren(child), close: () => stop(child) };
}

/** Runs a command to its end. Rejects when it fails. */
export async function nextscale(...args: readonly string[]): Promise<void> {
  const all = ["--import", "tsx", join(ROOT, "nodes", "bin.ts"), ...args];
  await promisify(execFile)(process.execPath, all, { cwd: ROOT });
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the server says nothing");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the server ended before it said where it listens");
}

async function killChildren({ pid }: ChildProcess): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  for (const id of children.trim().split(" ").filter(Boolean)) process.kill(Number(id), "SIGKILL");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await ended;
}
