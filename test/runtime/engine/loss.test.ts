import { expect, test } from "vitest";
import { type Exit, lossOf } from "../../../runtime/engine/loss.ts";

const GIB = 2 ** 30;
const exit: Exit = {
  code: null,
  signal: null,
  killed: null,
  rss: GIB,
  rssLimit: 16 * GIB,
  hangMs: 30_000,
  lastWords: "",
};

test.each([
  ["crash", { code: 3 }],
  ["crash", { signal: "SIGSEGV" }],
  ["crash", { signal: "SIGKILL" }],
  ["crash", { signal: "SIGKILL", rss: null }],
  ["crash", { signal: "SIGKILL", killed: "nonsense", rss: 15 * GIB }],
  ["memory", { signal: "SIGKILL", rss: 15 * GIB }],
  ["memory", { signal: "SIGKILL", killed: "memory" }],
  ["memory", { signal: "SIGABRT", lastWords: "FATAL ERROR: Reached heap limit: JavaScript heap out of memory" }],
  ["memory", { signal: "SIGABRT", lastWords: "terminate called after throwing std::bad_alloc" }],
  ["hang", { signal: "SIGKILL", killed: "hang", rss: 15 * GIB }],
] satisfies readonly (readonly [string, Partial<Exit>])[])("%s: %o", (reason, how) => {
  const error = lossOf({ ...exit, ...how });
  expect(error.reason).toBe(reason);
  expect(error.message).toMatch(/^The engine process .*\.$/);
});
