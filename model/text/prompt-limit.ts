import { textErrors } from "./errors.ts";

/** Most text tokens of a prompt unless the caller says otherwise. */
export const MAX_PROMPT_TOKENS = 4096;

/** A token of ordinary text has 1 to 8 characters; text beyond this many a token is refused before it is split. */
const CHARACTERS_PER_TOKEN = 16;

/** Throws TEXT_PROMPT_TOO_LONG if a text of `got` characters cannot be expected to fit `limit` tokens. Costs nothing. */
export function checkCharacters(got: number, limit: number): void {
  const most = limit * CHARACTERS_PER_TOKEN;
  if (got > most) throw textErrors.PROMPT_TOO_LONG({ unit: "characters", got, most, limit });
}

/** Throws TEXT_PROMPT_TOO_LONG if there are more than `limit` tokens. */
export function checkTokens(got: number, limit: number): void {
  if (got > limit) throw textErrors.PROMPT_TOO_LONG({ unit: "tokens", got, most: limit, limit });
}
