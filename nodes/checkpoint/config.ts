import { z } from "zod";
import { type ModelConfig, parseConfig } from "../../model/config.ts";
import { type DetailConfig, detailConfigSchema } from "../../model/detail/config.ts";
import { modelErrors } from "../../model/errors.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { visionConfigSchema } from "../../model/vision/config.ts";

const perScale = z.union([z.number(), z.array(z.number()).min(1)]);

/** Sampling that suits a checkpoint; what it leaves out has the defaults of `generateImages`. */
const samplingSchema = z.object({
  guidance: perScale.optional(),
  temperature: perScale.optional(),
  topK: perScale.optional(),
  topP: perScale.optional(),
  /** Whether the model plans a picture in words before it paints; how those words are drawn. */
  think: z
    .object({
      temperature: z.number().positive(),
      topP: z.number().min(0).max(1),
      /** Whether, before it answers to pictures, it writes what each has where and what its answer turns on. */
      thoughts: z.boolean().optional(),
    })
    .optional(),
});

export type RecommendedSampling = Readonly<z.infer<typeof samplingSchema>>;

export interface CheckpointConfig {
  readonly model: ModelConfig & TokenizerConfig;
  readonly sampling: RecommendedSampling;
  /** Of the optional detail decoder. */
  readonly detail?: DetailConfig | undefined;
}

const extrasSchema = z.object({
  vision: visionConfigSchema.prefault({}),
  sampling: samplingSchema.default({}),
  detail: detailConfigSchema.optional(),
});

/** Reads the whole `config.json` of a checkpoint. Throws MODEL_CONFIG. */
export function parseCheckpointConfig(json: unknown): CheckpointConfig {
  const config = parseConfig(json);
  const { data, error } = extrasSchema.safeParse(json);
  const issue = error?.issues[0];
  if (issue !== undefined) throw modelErrors.CONFIG({ key: issue.path.join("."), want: `valid (${issue.message})` });
  const { vision, sampling, detail } = data as z.infer<typeof extrasSchema>;
  const stages = vision.strides.length;
  const equal = [vision.widths, vision.blocks, vision.kernels].every((list) => list.length === stages);
  if (!equal) throw modelErrors.CONFIG({ key: "vision", want: "lists of one length" });
  if (vision.strides.at(-1) !== config.stride)
    throw modelErrors.CONFIG({ key: "vision.strides", want: `a list that ends with the stride, ${config.stride}` });
  if (detail && config.stride % detail.patch !== 0)
    throw modelErrors.CONFIG({ key: "detail.patch", want: `a divisor of the stride, ${config.stride}` });
  return { model: { ...config, vision }, sampling, detail };
}
