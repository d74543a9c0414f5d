import { createRegistry, loopEnd, loopStart, type Registry } from "../runtime/workflow/index.ts";
import { canvas } from "./canvas.ts";
import { captionImage } from "./caption-image.ts";
import { encodeImage } from "./encode-image.ts";
import { generateImage } from "./generate-image.ts";
import { loadImage } from "./load-image.ts";
import { loadModel } from "./load-model.ts";
import { saveImage } from "./save-image.ts";
import { scaleSampler } from "./scale-sampler.ts";
import { startPicture } from "./start-picture.ts";
import { think } from "./think.ts";
import { tokenizeText } from "./tokenize-text.ts";
import { transformerStep } from "./transformer-step.ts";
import { vqDecode } from "./vq-decode.ts";

/** The built-in nodes. One node = one file beside this one; add it to the list. */
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
