import type { NodeContext } from "../../runtime/workflow/index.ts";
import type { Answer } from "./conversation.ts";
import type { WordsHeard } from "./converse.ts";
import { plainWords } from "./plain-words.ts";

/** Shows the words of the first conversation as they are written, a line a picture; those of others when they are whole. */
export function tellWords({ text }: Pick<NodeContext, "text">): {
  readonly onWords: (heard: WordsHeard) => void;
  readonly rest: (answers: readonly (readonly Answer[])[]) => void;
} {
  let line = "";
  let told = "";
  return {
    onWords: ({ kind, turn, picture, who, texts }) => {
      const at = who.indexOf(0);
      if (kind !== "text" || at < 0) return;
      const place = `${turn}/${picture}`;
      if (place !== line) [line, told] = [place, ""];
      const words = plainWords(texts[at] ?? "");
      if (words === told || !words.startsWith(told)) return;
      text(words.slice(told.length), { continues: told !== "" });
      told = words;
    },
    rest: ([, ...others]) => {
      for (const { pieces } of others.flat()) {
        for (const piece of pieces) if (piece.type === "text") text(plainWords(piece.text));
      }
    },
  };
}
