// Runs workflows again and again with one cache, and fails when memory grows: `npx tsx scripts/soak.ts [RUNS] [PAINTED]`.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { builtinNodes } from "../nodes/registry.ts";
import { table } from "../runtime/cli/index.ts";
import {
  applySettings,
  createCache,
  execute,
  lru,
  type NodeCache,
  type Prompt,
  readWorkflow,
} from "../runtime/workflow/index.ts";
import { everydayWorkflow } from "./soak-workflow.ts";

/** Bytes that a run may add, on average over the second half of the runs. */
interface Limits {
  /** V8 adds machine code for a long while; one small object a node is more than this. */
  readonly heap: number;
  /** All memory of the process, what a device holds on the CPU included: given back late, in large pieces. */
  readonly process: number;
}
const EVERYDAY: Limits = { heap: 1024, process: 8 * 1024 };
/** One sequence of the shipped model has 300 KiB. */
const PAINTING: Limits = { heap: 4 * 1024, process: 64 * 1024 };
/** Results that the cache keeps: few, so that it is full early and goes on throwing out what it held. */
const KEPT = 100;
const SAMPLES = 20;

interface Sample {
  readonly run: number;
  readonly heap: number;
  readonly external: number;
  readonly process: number;
  readonly held: number;
  readonly kept: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const registry = builtinNodes();
const [runs = "1000", painted = "200"] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "nextscale-soak-"));
try {
  const everyday = await soak("everyday nodes", Number(runs), EVERYDAY, (run) =>
    readWorkflow(JSON.stringify(everydayWorkflow(run)), registry),
  );
  const painting = await readFile("workflows/text-to-image.json", "utf8");
  const model = await soak("text-to-image, shipped model", Number(painted), PAINTING, (run) => {
    const settings = [`Sampler.seed=${run}`, `Think.seed=${Math.floor(run / 3)}`];
    return applySettings(readWorkflow(painting, registry), settings, registry).prompt;
  });
  process.exitCode = everyday && model ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs a workflow that changes with every run, and prints what memory did. True when it stayed flat. */
async function soak(name: string, count: number, limits: Limits, workflow: (run: number) => Prompt): Promise<boolean> {
  const cache = createCache(lru(KEPT));
  const samples: Sample[] = [];
  const began = performance.now();
  for (let run = 1; run <= count; run++) {
    const { release } = await execute(workflow(run), { registry, folder, cache });
    await release();
    if (run % Math.max(1, Math.floor(count / SAMPLES)) === 0) samples.push(sample(run, cache));
  }
  const seconds = (performance.now() - began) / 1000;
  const later = samples.slice(Math.floor(samples.length / 2));
  const heap = slope(later, (each) => each.heap);
  const all = slope(later, (each) => each.process);
  await cache.clear();
  const left = cache.holds.size();

  console.log(`${name}: ${count} runs in ${seconds.toFixed(0)} s`);
  console.log(table([["run", "heap MiB", "external MiB", "process MiB", "held", "kept"], ...samples.map(row)]));
  console.log(`heap ${heap.toFixed(0)} bytes a run (at most ${limits.heap})`);
  console.log(`process ${all.toFixed(0)} bytes a run (at most ${limits.process}); held after all ${left} (0)\n`);
  return heap <= limits.heap && all <= limits.process && left === 0;
}

function sample(run: number, cache: NodeCache): Sample {
  collect();
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  return { run, heap, external, process: rss, held: cache.holds.size(), kept: cache.use().entries };
}

function row({ run, heap, external, process, held, kept }: Sample): readonly string[] {
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(2);
  return [run, mib(heap), mib(external), mib(process), held, kept].map(String);
}

/** Least squares: how much a quantity grows from run to run. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ run }) => run)), mean(samples.map(of))];
  const over = samples.reduce((sum, each) => sum + (each.run - x) * (of(each) - y), 0);
  const under = samples.reduce((sum, each) => sum + (each.run - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
