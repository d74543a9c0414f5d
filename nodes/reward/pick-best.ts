import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { link } from "../ports.ts";

/** The pictures with the highest scores. */
export const pickBest = defineNode({
  type: "nextscale/pick-best",
  version: 1,
  title: "Pick Best",
  category: "reward",
  description: "Keeps the pictures with the highest scores, the best first; of equal ones the earlier.",
  inputs: {
    image: link.image,
    scores: port.list(port.number({ description: "One for each picture." })),
    count: port.integer({ min: 1, max: 1024, default: 1, description: "How many to keep." }),
  },
  outputs: { image: link.image, scores: port.list(port.number()) },
  run: ({ image, scores, count }) => {
    if (scores.length !== image.length)
      throw nodesErrors.SCORE_COUNT({ pictures: image.length, scores: scores.length });
    const ranked = image
      .map((picture, i) => ({ picture, score: scores[i] ?? 0 }))
      .toSorted((a, b) => b.score - a.score);
    const best = ranked.slice(0, count);
    return { image: best.map(({ picture }) => picture), scores: best.map(({ score }) => score) };
  },
});
