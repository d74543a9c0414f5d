import { availableParallelism, cpus, loadavg } from "node:os";

/** What was measured, in milliseconds a call. */
export interface Times {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface RaceOptions {
  /** Calls of each contestant that count. Default 15. */
  readonly rounds?: number;
  /** Calls of each that do not. Default 2. */
  readonly warmup?: number;
}

/**
 * Times contestants against each other: in every round each is called once, so that whatever else the machine does
 * falls on all of them.
 */
export async function race<K extends string>(
  contestants: Readonly<Record<K, () => Promise<unknown>>>,
  { rounds = 15, warmup = 2 }: RaceOptions = {},
): Promise<Record<K, Times>> {
  const names = Object.keys(contestants) as K[];
  const times = new Map(names.map((name): [K, number[]] => [name, []]));
  for (let round = -warmup; round < rounds; round++)
    for (const name of names) {
      const start = performance.now();
      await contestants[name]();
      if (round >= 0) times.get(name)?.push(performance.now() - start);
    }
  return Object.fromEntries(names.map((name) => [name, summary(times.get(name) ?? [])])) as Record<K, Times>;
}

function summary(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1) };
}

/** How often `rival` takes as long as `subject`: above 1, the subject is faster. */
export const ratio = (subject: Times, rival: Times): number => rival.median / subject.median;

/** The machine, how busy it was before the run, and the day. */
export function machine(): string {
  const busy = loadavg()[0] ?? 0;
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const day = new Date().toISOString().slice(0, 10);
  return `${model}, ${availableParallelism()} cores, load ${busy.toFixed(1)}, Node ${process.versions.node}, ${day}`;
}

/** Prints a table of contestants and lines of what follows from it. */
export function report(title: string, times: Readonly<Record<string, Times>>, conclusions: readonly string[]): void {
  const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0).padStart(9);
  const rows = Object.entries(times).map(
    ([name, { median, min, max }]) => `${name.padEnd(34)}${ms(median)}${ms(min)}${ms(max)}`,
  );
  console.log([title, `${"ms".padEnd(34)}   median      min      max`, ...rows, ...conclusions, ""].join("\n"));
}
