import { definePack } from "../runtime/packs/index.ts";
import { createRegistry, loopEnd, loopStart, mapEnd, mapStart, type Registry } from "../runtime/workflow/index.ts";
import { answerQuestion } from "./abilities/answer-question.ts";
import { drawSubject } from "./abilities/draw-subject.ts";
import { editImage } from "./abilities/edit-image.ts";
import { editLikeExamples } from "./abilities/edit-like-examples.ts";
import { interleavedStory } from "./abilities/interleaved-story.ts";
import { interpolatePrompts } from "./abilities/interpolate-prompts.ts";
import { thinkThenDraw } from "./abilities/think-then-draw.ts";
import { varyImage } from "./abilities/vary-image.ts";
import { collectImages } from "./batch/collect-images.ts";
import { repeatImages } from "./batch/repeat-images.ts";
import { splitImages } from "./batch/split-images.ts";
import { generateAnswer } from "./conversation/generate-answer.ts";
import { generateText } from "./conversation/generate-text.ts";
import { sequence } from "./conversation/sequence.ts";
import { compareNumbers } from "./flow/compare-numbers.ts";
import { ifNode } from "./flow/if.ts";
import { switchNode } from "./flow/switch.ts";
import { blendImages } from "./image/blend-images.ts";
import { compareImages } from "./image/compare-images.ts";
import { compositeImage } from "./image/composite-image.ts";
import { cropImage } from "./image/crop-image.ts";
import { gridSheet } from "./image/grid-sheet.ts";
import { imageToMask } from "./image/image-to-mask.ts";
import { loadImage } from "./image/load-image.ts";
import { loadMask } from "./image/load-mask.ts";
import { padImage } from "./image/pad-image.ts";
import { previewImage } from "./image/preview-image.ts";
import { resizeImage } from "./image/resize-image.ts";
import { saveImage } from "./image/save-image.ts";
import { canvas } from "./model/canvas.ts";
import { captionImage } from "./model/caption-image.ts";
import { encodeImage } from "./model/encode-image.ts";
import { generateImage } from "./model/generate-image.ts";
import { inpaintNode } from "./model/inpaint.ts";
import { loadModel } from "./model/load-model.ts";
import { refineImage } from "./model/refine-image.ts";
import { scaleSampler } from "./model/scale-sampler.ts";
import { startPicture } from "./model/start-picture.ts";
import { think } from "./model/think.ts";
import { tokenizeText } from "./model/tokenize-text.ts";
import { transformerStep } from "./model/transformer-step.ts";
import { vqDecode } from "./model/vq-decode.ts";
import { integer } from "./numbers/integer.ts";
import { math } from "./numbers/math.ts";
import { number } from "./numbers/number.ts";
import { seed } from "./numbers/seed.ts";
import { packageVersion } from "./package-version.ts";
import { pickBest } from "./reward/pick-best.ts";
import { rewardScene } from "./reward/reward-scene.ts";
import { joinText } from "./text/join-text.ts";
import { note } from "./text/note.ts";
import { showText } from "./text/show-text.ts";
import { template } from "./text/template.ts";
import { wildcard } from "./text/wildcard.ts";
import { extendVideo } from "./video/extend-video.ts";
import { generateVideo } from "./video/generate-video.ts";
import { saveVideo } from "./video/save-video.ts";

/** The built-in pack. One node = one file in the folder of its family; add it to the list. */
export const builtinPack = definePack({
  namespace: "nextscale",
  nodes: [
    loadModel,
    generateImage,
    canvas,
    tokenizeText,
    think,
    startPicture,
    transformerStep,
    scaleSampler,
    vqDecode,
    refineImage,
    encodeImage,
    captionImage,
    inpaintNode,
    editImage,
    drawSubject,
    editLikeExamples,
    answerQuestion,
    interleavedStory,
    thinkThenDraw,
    varyImage,
    interpolatePrompts,
    sequence,
    generateText,
    generateAnswer,
    loadImage,
    saveImage,
    blendImages,
    compareImages,
    compositeImage,
    cropImage,
    gridSheet,
    imageToMask,
    loadMask,
    padImage,
    previewImage,
    resizeImage,
    generateVideo,
    extendVideo,
    saveVideo,
    rewardScene,
    pickBest,
    joinText,
    note,
    showText,
    template,
    wildcard,
    integer,
    math,
    number,
    seed,
    compareNumbers,
    ifNode,
    switchNode,
    collectImages,
    repeatImages,
    splitImages,
    loopStart,
    loopEnd,
    mapStart,
    mapEnd,
  ],
});

/** The nodes that are always there. */
export function builtinNodes(): Registry {
  const { namespace, nodes, replacements } = builtinPack;
  return createRegistry(nodes, {
    replacements,
    packs: new Map([[namespace, { name: "nextscale", version: packageVersion() }]]),
  });
}
