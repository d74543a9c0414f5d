import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runTraining, type TrainingRun } from "../../training/run.ts";
import { openRunFolder } from "../../training/run-folder.ts";
import { emptyFolder, startToy, toyStep } from "./toy-trainer.ts";

const at = emptyFolder();

async function toyRun(name: string, { minutes = 0, ...options }: Partial<TrainingRun> & { minutes?: number } = {}) {
  const trainer = startToy();
  const folder = await openRunFolder(at(name));
  let clock = 0;
  const run: TrainingRun = {
    trainer,
    folder,
    steps: 100,
    next: async () => {
      clock += 60_000 * minutes + 4;
      await toyStep(trainer);
      return { loss: trainer.steps, ...(trainer.steps % 2 === 0 ? { even: 1 } : {}) };
    },
    now: () => clock,
    ...options,
  };
  return { run, folder, trainer };
}

test("every 50 steps a line of means is logged and reported", async () => {
  const reports: [number, number, string][] = [];
  const onProgress = (...report: [number, number, string]) => reports.push(report);
  const { run } = await toyRun("means", { onProgress });
  await runTraining(run);
  const lines = (await readFile(at("means", "metrics.jsonl"), "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { step: 50, ms: 4, loss: 25.5, even: 1 },
    { step: 100, ms: 4, loss: 75.5, even: 1 },
  ]);
  expect(reports.map(([done, total]) => [done, total])).toEqual([
    [0, 100],
    [50, 100],
    [100, 100],
  ]);
});

test("an aborted run saves its state before it throws the signal's reason", async () => {
  const stop = new AbortController();
  const { run, folder, trainer } = await toyRun("aborted", { signal: stop.signal });
  const next = async () => {
    if (trainer.steps === 6) stop.abort(new Error("enough"));
    return run.next();
  };
  await expect(runTraining({ ...run, next })).rejects.toThrow("enough");
  expect((await folder.loadState())?.step?.data[0]).toBe(7);
});

test("the state is saved every few minutes and at the end, samples at their steps", async () => {
  const { run, folder, trainer } = await toyRun("saved", { minutes: 1, steps: 10, sampleEvery: 4 });
  const [saves, samples]: [number[], number[]] = [[], []];
  const saveState: typeof folder.saveState = async (state) => {
    saves.push(trainer.steps);
    await folder.saveState(state);
  };
  await runTraining({
    ...run,
    folder: { ...folder, saveState },
    sample: async (step) => {
      samples.push(step);
    },
  });
  expect(saves).toEqual([3, 6, 9, 10]);
  expect(samples).toEqual([4, 8, 10]);
});

test("a finished run that is started again only saves", async () => {
  const { run, folder, trainer } = await toyRun("finished", { steps: 2 });
  await runTraining(run);
  await runTraining(run);
  expect(trainer.steps).toBe(2);
  expect((await folder.loadState())?.step?.data[0]).toBe(2);
});
