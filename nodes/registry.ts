import { createRegistry, loopEnd, loopStart, type Registry } from "../runtime/workflow/index.ts";
import { loadImage } from "./image/load-image.ts";
import { saveImage } from "./image/save-image.ts";
import { canvas } from "./model/canvas.ts";
import { captionImage } from "./model/caption-image.ts";
import { encodeImage } from "./model/encode-image.ts";
import { generateImage } from "./model/generate-image.ts";
import { loadModel } from "./model/load-model.ts";
import { scaleSampler } from "./model/scale-sampler.ts";
import { startPicture } from "./model/start-picture.ts";
import { think } from "./model/think.ts";
import { tokenizeText } from "./model/tokenize-text.ts";
import { transformerStep } from "./model/transformer-step.ts";
import { vqDecode } from "./model/vq-decode.ts";

/** The built-in nodes. One node = one file in the folder of its family; add it to the list. */
export function builtinNodes(): Registry {
  return createRegistry([
    loadModel,
    generateImage,
    canvas,
    tokenizeText,
    think,
    startPicture,
    transformerStep,
    scaleSampler,
    vqDecode,
    encodeImage,
    captionImage,
    loadImage,
    saveImage,
    loopStart,
    loopEnd,
  ]);
}
