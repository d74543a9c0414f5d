import { cliErrors } from "./errors.ts";

/** One run of a sweep: what it sets, and the name of its folder. */
export interface Combination {
  readonly settings: readonly string[];
  readonly name: string;
}

/** An input and the values it takes in turn. */
export interface Sweep {
  /** `NODE.INPUT`. */
  readonly place: string;
  readonly values: readonly string[];
}

const MOST_RUNS = 10_000;
const LONGEST_NAME = 100;

/**
 * Reads `NODE.INPUT=a,b,c`. `1..8` are the whole numbers from 1 to 8, `0..8:4` every fourth; `\,` is a comma within
 * a value.
 * @throws CLI_WRONG_SWEEP
 */
export function parseSweep(text: string): Sweep {
  const equals = text.indexOf("=");
  const place = text.slice(0, Math.max(0, equals));
  if (!/.\../.test(place))
    throw cliErrors.WRONG_SWEEP({ problem: `--sweep expected NODE.INPUT=a,b,c, got "${text}".` });
  const words = text.slice(equals + 1).split(/(?<!\\),/);
  return { place, values: words.map((word) => word.replaceAll("\\,", ",")).flatMap(range) };
}

/**
 * The runs of several sweeps: every value with every other, or with `zip` the first with the first and so on.
 * @throws CLI_WRONG_SWEEP when zipped sweeps are of different lengths, or when there are more than 10,000 runs.
 */
export function combine(sweeps: readonly Sweep[], { zip }: { readonly zip: boolean }): Combination[] {
  const count = sweepCount(sweeps, { zip });
  if (count > MOST_RUNS) {
    throw cliErrors.WRONG_SWEEP({ problem: `The sweep comes to ${count} runs; at most ${MOST_RUNS} are made.` });
  }
  const digits = String(count).length;
  return Array.from({ length: count }, (_, run) => {
    const chosen = zip ? sweeps.map(({ values }) => values[run] ?? "") : product(sweeps, run);
    const settings = sweeps.map(({ place }, i) => `${place}=${chosen[i]}`);
    const parts = sweeps.map(({ place }, i) => plain(`${place.slice(place.lastIndexOf(".") + 1)}=${chosen[i]}`));
    const name = [String(run + 1).padStart(digits, "0"), ...parts].join("_");
    return { settings, name: name.slice(0, LONGEST_NAME) };
  });
}

/** "8 runs: Sampler.seed 4 × Canvas.aspect 2". */
export function describeSweeps(sweeps: readonly Sweep[], { zip }: { readonly zip: boolean }): string {
  const count = sweepCount(sweeps, { zip });
  const parts = sweeps.map(({ place, values }) => `${place} ${values.length}`);
  return `${count} ${count === 1 ? "run" : "runs"}: ${parts.join(zip ? " with " : " × ")}.`;
}

function sweepCount(sweeps: readonly Sweep[], { zip }: { readonly zip: boolean }): number {
  const lengths = sweeps.map(({ values }) => values.length);
  if (!zip) return lengths.reduce((all, length) => all * length, 1);
  if (new Set(lengths).size > 1) {
    const told = sweeps.map(({ place, values }) => `${place} has ${values.length}`).join(", ");
    throw cliErrors.WRONG_SWEEP({ problem: `--zip expected sweeps of one length, got: ${told}.` });
  }
  return lengths[0] ?? 0;
}

/** The values of run number `run`; the last sweep changes fastest. */
function product(sweeps: readonly Sweep[], run: number): string[] {
  let left = run;
  const chosen = sweeps.toReversed().map(({ values }) => {
    const value = values[left % values.length] ?? "";
    left = Math.floor(left / values.length);
    return value;
  });
  return chosen.reverse();
}

function range(word: string): string[] {
  const [, from, to, step] = /^(-?\d{1,15})\.\.(-?\d{1,15})(?::(\d{1,15}))?$/.exec(word) ?? [];
  if (from === undefined || to === undefined) return [word];
  const [first, last, by] = [Number(from), Number(to), Number(step ?? 1)];
  if (by === 0) throw cliErrors.WRONG_SWEEP({ problem: `The range ${word} has a step of 0.` });
  const count = Math.floor(Math.abs(last - first) / by) + 1;
  if (count > MOST_RUNS)
    throw cliErrors.WRONG_SWEEP({ problem: `The range ${word} has ${count} values; at most ${MOST_RUNS} are made.` });
  return Array.from({ length: count }, (_, i) => String(first + Math.sign(last - first) * i * by));
}

/** A name that every disk takes. */
function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}=.+-]+/gu, "-").slice(0, 40);
}
