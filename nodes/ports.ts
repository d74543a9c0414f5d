import type { Picture } from "../model/vision/codec.ts";
import { port } from "../runtime/workflow/index.ts";
import type { LoadedModel } from "./checkpoint/loaded-model.ts";
import type { Canvas, Codes, Logits, Sequence, Tokens } from "./painting/values.ts";
import type { Mask } from "./pictures/mask.ts";
import type { Talk } from "./talking/conversation.ts";

/** The types that links between the built-in nodes carry. An IMAGE is a list of pictures, a MASK a list of masks. */
export const link = {
  model: port.value<LoadedModel>("MODEL"),
  tokens: port.value<Tokens>("TOKENS"),
  canvas: port.value<Canvas>("GRIDS"),
  sequence: port.value<Sequence>("SEQUENCE"),
  logits: port.value<Logits>("LOGITS"),
  codes: port.value<Codes>("CODES"),
  conversation: port.value<Talk>("CONVERSATION"),
  image: port.value<readonly Picture[]>("IMAGE"),
  mask: port.value<readonly Mask[]>("MASK"),
} as const;

/** Settings of the sampler; one that is left empty is what the checkpoint recommends. */
export const sampling = {
  guidance: port.optional(
    port.number({ min: 0, max: 20, description: "How far to steer to the prompt at the last scale; 0 is not at all." }),
  ),
  temperature: port.optional(port.number({ min: 0.01, max: 10, description: "Above 1 is bolder, below is safer." })),
  topK: port.optional(port.integer({ min: 0, max: 1_000_000, description: "Codes a cell is drawn from; 0 is all." })),
  topP: port.optional(port.number({ min: 0, max: 1, description: "Probability of the codes a cell is drawn from." })),
} as const;

/** Settings of nodes that paint while a person watches. */
export const watching = {
  preview: port.boolean({ default: true, description: "Show the picture after each scale." }),
  think: port.optional(port.boolean({ description: "Plan pictures in words first; empty is the model's habit." })),
} as const;

/** Settings of the sampler where the model paints in view of other pictures. */
export const inView = {
  ...sampling,
  wordGuidance: port.optional(
    port.number({
      min: 0,
      max: 10,
      description: "Raise it where too much is kept: how much words count without the pictures; empty is 0.",
    }),
  ),
  ...watching,
} as const;

/** How words are drawn; what is left empty takes the likeliest. */
export const wording = {
  temperature: port.optional(port.number({ min: 0.01, max: 10, description: "Above 1 is bolder, below is safer." })),
  topK: port.optional(port.integer({ min: 0, max: 1_000_000, description: "Words one is drawn from; 0 is all." })),
  topP: port.optional(port.number({ min: 0, max: 1, description: "Probability of the words one is drawn from." })),
} as const;

/** Largest width or height a node makes, in pixels. */
export const MOST_SIDE = 16_384;

/** Most pictures drawn side by side. */
export const MOST_IMAGES = 64;

export const aspect = port.text({ default: "1:1", description: "WIDTH:HEIGHT; the model's nearest shape is taken." });
