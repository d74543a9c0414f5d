import { type ChildProcess, fork } from "node:child_process";
import type { Log } from "../jobs/log.ts";
import type { Exit, KillReason } from "./loss.ts";
import { type FromEngine, fromEngine, type Setup, type ToEngine } from "./messages.ts";
import { memoryOf } from "./process-memory.ts";

export interface EngineLimits {
  /** Most resident memory in bytes. */
  readonly rssBytes: number;
  /** How long the process may be silent, in milliseconds; it is silent while one step computes. */
  readonly hangMs: number;
  /** How long it may take to be ready, in milliseconds. */
  readonly startMs: number;
  /** How long a job may take to stop when it is told to, in milliseconds, before its process is ended. */
  readonly stopMs: number;
}

export interface LifeOptions {
  /** The module that calls `serveEngine`. */
  readonly entry: string;
  /** Flags of Node for it. Default: those of this process. */
  readonly execArgv?: readonly string[];
  readonly setup: Setup;
  readonly limits: EngineLimits;
  readonly log: Log;
  readonly onMessage: (message: FromEngine) => void;
}

/** One engine process, from its start to its end. */
export interface EngineLife {
  readonly pid: number | null;
  /** Resident memory in bytes, as last seen. */
  readonly rss: () => number | null;
  readonly send: (message: ToEngine) => void;
  readonly kill: (reason: KillReason) => void;
  /** Asks it to end; it does when it next looks up. */
  readonly leave: () => void;
  /** Resolves when it has ended and all it said was heard. */
  readonly ended: Promise<Exit>;
}

const LAST_WORDS = 8192;
/** What it said may still be on its way when it is gone; no longer than this. */
const DRAIN_MS = 1000;

/** Starts an engine process and watches over its memory and its signs of life. */
export function startLife({ entry, execArgv, setup, limits, log, onMessage }: LifeOptions): EngineLife {
  const child = fork(entry, [], {
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: withoutSecrets(process.env),
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
  });
  let killed: KillReason | null = null;
  let rss: number | null = null;
  let isReady = false;
  let heard = Date.now();
  let looked = Date.now();
  let lastWords = "";

  const kill = (reason: KillReason): void => {
    killed ??= reason;
    child.kill("SIGKILL");
  };
  const look = async (): Promise<void> => {
    const now = Date.now();
    if (now - looked > 3 * setup.beatMs) heard = now; // this process slept itself and has heard nobody
    looked = now;
    if (now - heard > (isReady ? limits.hangMs : limits.startMs)) return kill("hang");
    const seen = child.pid === undefined ? null : await memoryOf(child.pid);
    rss = seen ?? rss;
    if (rss !== null && rss > limits.rssBytes) kill("memory");
  };
  const watch = setInterval(() => void look(), setup.beatMs);

  child.on("message", (said) => {
    heard = Date.now();
    const message = fromEngine.safeParse(said);
    if (!message.success) {
      log.error({ pid: child.pid, problem: message.error.message }, "the engine process said what nobody understands");
      return kill("nonsense");
    }
    if (message.data.type === "ready") isReady = true;
    if (message.data.type === "beat") rss = message.data.rss;
    onMessage(message.data);
  });
  for (const [name, stream] of [
    ["stdout", child.stdout],
    ["stderr", child.stderr],
  ] as const)
    stream?.setEncoding("utf8").on("data", (text: string) => {
      if (name === "stderr") lastWords = (lastWords + text).slice(-LAST_WORDS);
      log.info({ pid: child.pid, stream: name }, text.trimEnd());
    });

  const ended = whenEnded(child).then(({ code, signal }): Exit => {
    clearInterval(watch);
    return { code, signal, killed, rss, rssLimit: limits.rssBytes, hangMs: limits.hangMs, lastWords };
  });
  const send = (message: ToEngine): void => {
    if (child.connected) child.send(message, () => {}); // a process that is gone tells by `ended`
  };
  send(setup);
  return {
    pid: child.pid ?? null,
    rss: () => rss,
    send,
    kill,
    leave: () => {
      killed ??= "close";
      send({ type: "leave" });
    },
    ended,
  };
}

/** Nodes have no use for what opens the server. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^NEXTSCALE_.*(TOKEN|SECRET)/i.test(name)));
}

function whenEnded(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: error.message }));
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("exit", (code, signal) => {
      setTimeout(() => resolve({ code, signal }), DRAIN_MS).unref(); // something else holds its output open
    });
  });
}
