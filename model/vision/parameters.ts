import type { ParameterRow } from "../parameter-row.ts";
import type { TokenizerConfig } from "./config.ts";

export const CODE_BIAS = "vision.code_bias";

/** Every weight of the visual tokenizer but the codebook, which the transformer shares. Linear weights are [in, out]. */
export function visionParameters({ code_dims, codebook_size, vision }: TokenizerConfig): readonly ParameterRow[] {
  const { strides, widths, blocks, kernels, layers, semantic_classes, biased_grids } = vision;
  const channels = code_dims[0] + code_dims[1];
  const last = widths.length - 1;
  const width = (stage: number) => widths[stage] as number;
  const ratio = (stage: number) => (strides[stage] as number) / (stage === 0 ? 1 : (strides[stage - 1] as number));
  const below = (stage: number) => ratio(stage) ** 2 * (stage === 0 ? 3 : width(stage - 1));
  const stages = widths.flatMap((w, stage) => [
    ...linearRows(`vision.encoder.${stage}.in`, below(stage), w),
    ...residualRows(`vision.encoder.${stage}`, w, blocks[stage] ?? 0, (kernels[stage] ?? 3) ** 2),
    ...residualRows(`vision.decoder.${stage}`, w, blocks[stage] ?? 0, (kernels[stage] ?? 3) ** 2),
    normRow(`vision.decoder.${stage}.norm`, w),
    ...linearRows(`vision.decoder.${stage}.out`, w, below(stage)),
  ]);
  return [
    ...stages,
    normRow("vision.encoder.norm", width(last)),
    ...linearRows("vision.encoder.semantic", width(last), code_dims[0]),
    ...linearRows("vision.encoder.pixel", width(last), code_dims[1]),
    ...linearRows("vision.decoder.in", channels, width(last)),
    ...(layers > 0 ? linearRows("vision.decoder.masks", width(0), ratio(0) ** 2 * layers) : []),
    ...(layers > 0 ? linearRows("vision.decoder.inks", width(0), 3 * layers) : []),
    ...(biased_grids > 0 ? [codeBias(biased_grids, codebook_size)] : []),
    ...(semantic_classes > 0 ? linearRows("vision.teacher", code_dims[0], semantic_classes) : []),
  ];
}

/** The codebook's rows; the transformer declares them too, since both read them. */
export const codebookParameters = ({ codebook_size, code_dims }: TokenizerConfig): readonly ParameterRow[] =>
  (["semantic", "pixel"] as const).map((half, i) => ({
    name: `vision.codebook.${half}.weight`,
    shape: [codebook_size, code_dims[i] as number],
    initial: "zeros",
    decay: false,
  }));

/** Rows of `count` residual blocks whose kernels have `taps` numbers. */
export function residualRows(prefix: string, width: number, count: number, taps: number): readonly ParameterRow[] {
  return Array.from({ length: count }, (_, i) => `${prefix}.blocks.${i}`).flatMap((name): ParameterRow[] => [
    normRow(`${name}.norm`, width),
    {
      name: `${name}.conv1`,
      shape: [taps, width, width],
      initial: { normal: Math.sqrt(2 / (taps * width)) },
      decay: true,
    },
    { name: `${name}.conv1.bias`, shape: [width], initial: "zeros", decay: false },
    // Blocks begin as the identity, so that depth costs nothing at the start.
    {
      name: `${name}.conv2`,
      shape: [taps, width, width],
      initial: { normal: 0.1 / Math.sqrt(taps * width) },
      decay: true,
    },
  ]);
}

/** What is added to the score of each code on each grid; estimated, not learnt. */
const codeBias = (grids: number, size: number): ParameterRow => ({
  name: CODE_BIAS,
  shape: [grids, size],
  initial: "zeros",
  decay: false,
});

export const normRow = (name: string, width: number): ParameterRow => ({
  name,
  shape: [width],
  initial: "ones",
  decay: false,
});

/** A weight [in, out] and its bias. */
export const linearRows = (name: string, from: number, to: number): readonly ParameterRow[] => [
  { name: `${name}.weight`, shape: [from, to], initial: { normal: 1 / Math.sqrt(from) }, decay: true },
  { name: `${name}.bias`, shape: [to], initial: "zeros", decay: false },
];
