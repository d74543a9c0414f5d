/** What `import … from "nextscale/sdk"` offers: everything a pack of nodes is made of. */
export type { Picture } from "../model/vision/codec.ts";
export { definePack, type Pack } from "../runtime/packs/index.ts";
export {
  type Blobs,
  type Blocker,
  block,
  createExpansion,
  defineNode,
  type Expansion,
  type InputsOf,
  type Logger,
  type Migration,
  type NodeContext,
  type NodeDefinition,
  type OutputsOf,
  type Port,
  type Ports,
  type PreviewImage,
  port,
  type Replacement,
} from "../runtime/workflow/index.ts";
export type { LoadedModel } from "./checkpoint/loaded-model.ts";
export type { Canvas, Codes, Logits, Sequence, Tokens } from "./painting/values.ts";
export type { Mask } from "./pictures/mask.ts";
export { link } from "./ports.ts";
export type { Talk } from "./talking/conversation.ts";
