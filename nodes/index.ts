/** What `import … from "nextscale"` offers: run a workflow, load a checkpoint, paint, describe, converse. */
export { type LoadOptions, loadCheckpoint } from "./checkpoint/load.ts";
export type { LoadedModel } from "./checkpoint/loaded-model.ts";
export { installedNodes } from "./installed-nodes.ts";
export { captionCodes } from "./painting/caption-codes.ts";
export { chooseCanvas } from "./painting/choose-canvas.ts";
export { encodePictures } from "./painting/encode-pictures.ts";
export { type Painted, type PaintOptions, paint } from "./painting/paint.ts";
export { type Running, type RunOptions, run } from "./run.ts";
export type { Answer, Conversation, Part, Piece, Turn } from "./talking/conversation.ts";
export { type ConverseOptions, converse } from "./talking/converse.ts";
