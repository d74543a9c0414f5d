import { z } from "zod";
import { parseJson } from "../../runtime/files/parse-json.ts";
import { readText } from "../../runtime/files/read.ts";
import type { Beside } from "../../training/score/suites/report.ts";
import { nodesErrors } from "../errors.ts";

const schema = z.object({
  model: z.string(),
  answers: z.enum(["model", "ceiling"]),
  suites: z.record(z.string(), z.object({ splits: z.record(z.string(), z.object({ overall: z.number() })) })),
});

/** What another evaluation left in its `results.json`. Throws NODES_NOT_RESULTS, FILE_*. */
export async function readBeside(path: string): Promise<Beside> {
  const { data } = schema.safeParse(parseJson(await readText(path)));
  if (!data) throw nodesErrors.NOT_RESULTS({ path });
  const { model, answers, suites } = data;
  return {
    title: answers === "ceiling" ? `ceiling of ${model}` : model,
    overall: (suite, split) => suites[suite]?.splits[split]?.overall,
  };
}
