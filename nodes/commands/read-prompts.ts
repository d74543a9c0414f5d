import { readText } from "../../runtime/files/read.ts";
import { nodesErrors } from "../errors.ts";

export interface PromptSource {
  readonly prompt: string | undefined;
  readonly prompts: string | undefined;
}

/** The prompt that was typed, or each line of the file; an empty line between others is an empty prompt. */
export async function readPrompts({ prompt, prompts }: PromptSource): Promise<readonly string[]> {
  if (prompt !== undefined && prompts !== undefined) throw nodesErrors.PROMPT_OR_FILE({ got: "both" });
  if (prompt !== undefined) return [prompt];
  if (prompts === undefined) throw nodesErrors.PROMPT_OR_FILE({ got: "neither" });
  const text = (await readText(prompts)).replace(/(\r?\n)+$/, "");
  if (text === "") throw nodesErrors.NO_PROMPT({ path: prompts });
  return text.split(/\r?\n/);
}
