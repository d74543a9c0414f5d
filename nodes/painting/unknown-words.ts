import type { LoadedModel } from "../checkpoint/loaded-model.ts";

/** Vocabularies up to this size are learnt from a model's own captions, so that a word they hold whole is a known one. */
const SMALL = 8192;

/** Words of prompts that a small model cannot have learnt: its tokenizer has to spell them. Empty for large models. */
export function unknownWords({ config, tokenizer }: LoadedModel, prompts: readonly string[]): readonly string[] {
  if (config.vocab_size > SMALL) return [];
  const words = new Set(prompts.flatMap((prompt) => prompt.slice(0, 2000).match(/\p{L}{2,}/gu) ?? []));
  const whole = (text: string) => tokenizer.encode(text).length === 1;
  return [...words].filter((word) => !whole(` ${word}`) && !whole(word));
}
