import type { ModelConfig } from "../../model/config.ts";
import type { Refiner } from "../../model/detail/refiner.ts";
import type { Runner } from "../../model/runner.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { Codec } from "../../model/vision/codec.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import type { RecommendedSampling } from "./config.ts";

/** A checkpoint on a device, ready to write and paint. */
export interface LoadedModel {
  /** What messages call it. */
  readonly name: string;
  readonly config: ModelConfig & TokenizerConfig;
  readonly sampling: RecommendedSampling;
  readonly tokenizer: TextTokenizer;
  readonly runner: Runner;
  readonly codec: Codec;
  /** Where the checkpoint has a detail decoder. */
  readonly refiner?: Refiner | undefined;
  /** What it runs on: "onnx cpu". */
  readonly device: string;
  /** About the memory that its weights take: once here, once in the programs that have run. */
  readonly bytes: number;
  /** Frees all programs and their weights; the model must not be used again. */
  release(): Promise<void>;
}
