import { defineErrors } from "../runtime/errors.ts";

/** What can go wrong between a person's files and the model. `checkpoint` and `path` are as the caller typed them. */
export const nodesErrors = defineErrors("NODES", {
  CHECKPOINT_MISSING: {
    text: (d: { checkpoint: string }) => `There is no checkpoint at ${d.checkpoint}.`,
    help: "Name a folder with config.json, tokenizer.json and *.safetensors, or leave the model out for the shipped one.",
  },
  CHECKPOINT_FILE: {
    text: (d: { checkpoint: string; file: string }) => `The checkpoint ${d.checkpoint} has no ${d.file}.`,
    help: "A checkpoint is a folder with config.json, tokenizer.json and *.safetensors: copy or download it again.",
  },
  CHECKPOINT_JSON: {
    text: (d: { checkpoint: string; file: string; problem: string }) =>
      `${d.file} of the checkpoint ${d.checkpoint} is not JSON (${d.problem}).`,
    help: "Copy or download the file again.",
  },
  CHECKPOINT_MISMATCH: {
    text: (d: { checkpoint: string; problem: string }) =>
      `The checkpoint ${d.checkpoint} does not fit together: ${d.problem}.`,
    help: "Check that all its files come from one checkpoint.",
  },
  WRONG_ASPECT: {
    text: (d: { got: string }) => `An aspect is WIDTH:HEIGHT in whole numbers above 0, got "${d.got}".`,
    help: "Write it as 1:1, 5:3 or 3:5; others are taken to the nearest shape the model has.",
  },
  WRONG_NAME: {
    text: (d: { got: string }) => `A file's name is letters, digits, spaces, dots, "_" and "-", got "${d.got}".`,
    help: "Choose another name; the folder is chosen by --out.",
  },
  NOT_A_PICTURE: {
    text: (d: { path: string; problem: string }) => `${d.path} cannot be read as a picture (${d.problem}).`,
    help: "Give a PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG file of at most 100 megapixels.",
  },
  PNG_ONLY: {
    text: (d: { path: string }) => `Pictures are written as PNG, got the name ${d.path}.`,
    help: "Let the name end in .png.",
  },
  NO_DETAIL: {
    text: (d: { checkpoint: string }) => `The checkpoint ${d.checkpoint} has no detail decoder.`,
    help: "Choose one that has, leave this step out, or train one with `nextscale train detail`.",
  },
  NO_PICTURE: {
    text: () => "A picture was expected, got an empty list.",
    help: "Link an output that makes at least one picture.",
  },
  NO_PROMPT: {
    text: (d: { path: string }) => `Prompts were expected in ${d.path}, one a line; the file is empty.`,
    help: "Write a prompt on each line.",
  },
  PROMPT_OR_FILE: {
    text: (d: { got: "both" | "neither" }) => `A prompt or --prompts FILE was expected, got ${d.got}.`,
    help: 'Write `nextscale generate "a red star"`, or `nextscale generate --prompts FILE --out DIR`.',
  },
  NO_CATEGORY: {
    text: (d: { got: string; known: readonly string[] }) =>
      `No category is called "${d.got}"; there are ${d.known.join("; ")}.`,
    help: "Name one of them with --only, or choose another --suite.",
  },
  NOT_RESULTS: {
    text: (d: { path: string }) => `${d.path} does not hold the results of an evaluation.`,
    help: "Give the results.json that `nextscale evaluate --out DIR` leaves in DIR.",
  },
  NO_SCALE_LEFT: {
    text: (d: { scales: number }) => `All ${d.scales} grids of the picture are drawn; there is no further step.`,
    help: "Let the loop run as many rounds as the picture has scales.",
  },
  SEQUENCE_CODES: {
    text: (d: { want: number; got: number }) => `The sequence holds ${d.want} pictures, the codes belong to ${d.got}.`,
    help: "Link codes that were drawn from this sequence.",
  },
  UNKNOWN_SLOT: {
    text: (d: { slot: string; known: readonly string[] }) =>
      `The template has a slot {${d.slot}} that nothing fills; filled are: ${d.known.join(", ") || "none"}.`,
    help: "Add a line `name = value`, link an input of that name, or write {{ and }} for plain braces.",
  },
  VALUE_LINE: {
    text: (d: { line: string }) => `A line of values is name = value, got "${d.line}".`,
    help: "Write one name, an equals sign and the value on each line.",
  },
  BRACES: {
    text: (d: { text: string }) => `Braces do not pair in "${d.text}".`,
    help: "Close every { by a }.",
  },
  NO_NUMBER: {
    text: (d: { a: number; operation: string; b: number }) => `${d.a} ${d.operation} ${d.b} has no result.`,
    help: "Choose other numbers; nothing can be divided by 0.",
  },
  SIZES_DIFFER: {
    text: (d: { want: string; got: string }) => `Pictures of one size were expected, got ${d.want} and ${d.got}.`,
    help: "Bring them to one size by Resize Image first.",
  },
  OUTSIDE: {
    text: (d: { part: string; picture: string }) =>
      `The part ${d.part} does not lie inside the picture of ${d.picture}.`,
    help: "Choose a smaller part, or another place.",
  },
  NOT_A_COLOUR: {
    text: (d: { got: string }) => `A colour is #rrggbb or a CSS name, got "${d.got}".`,
    help: 'Write it like "#ff8000" or "tomato".',
  },
  TOO_MANY_PIXELS: {
    text: (d: { width: number; height: number }) => `A picture of ${d.width}×${d.height} has more than 100 megapixels.`,
    help: "Choose a smaller size.",
  },
  TOO_FEW_PICTURES: {
    text: (d: { want: number; got: number }) => `At least ${d.want} pictures were expected, got ${d.got}.`,
    help: "Take fewer, or begin earlier in the list.",
  },
  SCORE_COUNT: {
    text: (d: { pictures: number; scores: number }) =>
      `A score for each picture was expected, got ${d.scores} scores for ${d.pictures} pictures.`,
    help: "Link scores that were made from the same pictures.",
  },
  NOTHING_CHOSEN: {
    text: (d: { name: string }) => `The switch chose input "${d.name}", and nothing is linked there.`,
    help: "Link that input or choose another.",
  },
  CANNOT_READ_PICTURES: {
    text: (d: { checkpoint: string }) => `The checkpoint ${d.checkpoint} was not made to read pictures in full.`,
    help: 'Take a checkpoint whose config.json has "context_final_grid": true; this one paints from words only.',
  },
  NOTHING_ASKED: {
    text: () => "A conversation expected a turn of the user that the model can answer, got none.",
    help: "Let the last turn be the user's.",
  },
  NO_INSTRUCTION: {
    text: () => "An instruction was expected on some line, got only empty lines.",
    help: 'Write what is to change, one step a line, such as "make the star red".',
  },
  PAIRS_DIFFER: {
    text: (d: { before: number; after: number }) =>
      `Pairs of pictures were expected, got ${d.before} before and ${d.after} after.`,
    help: "Link as many pictures before as after, at least one, in the same order.",
  },
  NO_SUCH_PICTURE: {
    text: (d: { slot: string; known: readonly string[] }) =>
      `The text names the picture {${d.slot}}, and nothing is linked there; linked are: ${d.known.join(", ") || "none"}.`,
    help: "Link a picture to the input of that name, or write {{ and }} for plain braces.",
  },
  ANSWER_WITHOUT_PICTURE: {
    text: (d: { said: string }) => `The answer was to have a picture, got words only: "${d.said}".`,
    help: "Ask for a picture in plain words, or say by `least` how many there have to be.",
  },
  CANVAS_DIFFERS: {
    text: (d: { want: string; got: string }) =>
      `A conversation is on one canvas: an image with grids of ${d.want} cells was expected, got ${d.got || "none"}.`,
    help: "Encode all its pictures for one canvas; Crop Image or Resize Image brings pictures to one shape.",
  },
  TALKS_DIFFER: {
    text: () => "Conversations held side by side expected the same order of roles, got different ones.",
    help: "Hold those of another shape by themselves.",
  },
});
