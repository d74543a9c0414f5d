import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { createRng, normals, randomKey } from "../../../runtime/tensor/random.ts";
import { detect } from "../../../training/score/detect.ts";
import { loadTemplates, type Templates } from "../../../training/score/templates.ts";
import { generateScene } from "../../../training/world/generate.ts";
import type { Image } from "../../../training/world/image.ts";
import { kindName } from "../../../training/world/kinds.ts";
import { renderScene } from "../../../training/world/render.ts";
import { boxOf, type Scene } from "../../../training/world/scene.ts";
import { loadSprites, type Sprites } from "../../../training/world/sprites.ts";
import type { Canvas } from "../../../training/world/vocabulary.ts";

let sprites: Sprites;
let templates: Templates;
beforeAll(async () => {
  sprites = await loadSprites();
  templates = await loadTemplates();
});

const canvasNames: readonly Canvas[] = ["1:1", "5:3", "3:5"];
const scenes = Array.from({ length: 300 }, (_, i) => {
  const split = i % 2 === 0 ? "seen" : "held-out";
  return generateScene(createRng(21, "detect", i), { canvas: canvasNames[i % 3] as Canvas, split });
});

/** All objects with the right kind and in their boxes, none besides. */
function isRight(scene: Scene, image: Image): boolean {
  const found = detect(image, templates).map(({ kind, box }) => ({ name: kindName(kind), box }));
  const unclaimed = [...found];
  for (const object of scene.objects) {
    const { top, left, height, width } = boxOf(object);
    const index = unclaimed.findIndex(({ name, box }) => {
      const [y, x] = [box.top + box.height / 2, box.left + box.width / 2];
      return name === kindName(object.kind) && y > top && y < top + height && x > left && x < left + width;
    });
    if (index < 0) return false;
    unclaimed.splice(index, 1);
  }
  return unclaimed.length === 0;
}

/** Standard normal numbers, drawn once; each picture begins somewhere else in them. */
const random = normals(randomKey(1, "noise"), 64 * 64 * 3 + 997);

/** What a lossy decoder does: gaussian blur and noise (standard deviation in levels). */
async function degrade({ height, width, data }: Image, sigma: number, noise: number, seed: number): Promise<Image> {
  const blurred = await sharp(data, { raw: { height, width, channels: 3 } })
    .blur(sigma)
    .raw()
    .toBuffer();
  const start = (seed * 37) % 997;
  const noisy = Uint8ClampedArray.from(blurred, (value, i) => value + noise * (random[start + i] as number));
  return { height, width, data: Uint8Array.from(noisy) };
}

async function picture(side: number, background: string, drawing: string): Promise<Image> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${background}"/>${drawing}</svg>`;
  const data = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  return { height: side, width: side, data: new Uint8Array(data) };
}

describe("detect", () => {
  test("finds exactly the objects of at least 98 % of clean scenes", () => {
    const right = scenes.filter((scene) => isRight(scene, renderScene(scene, sprites))).length;
    expect(right / scenes.length).toBeGreaterThanOrEqual(0.98);
  });

  test("finds exactly the objects of at least 95 % of blurred, noisy scenes", async () => {
    const images = await Promise.all(scenes.map((scene, i) => degrade(renderScene(scene, sprites), 0.7, 6, i)));
    const right = scenes.filter((scene, i) => isRight(scene, images[i] as Image)).length;
    expect(right / scenes.length).toBeGreaterThanOrEqual(0.95);
  });

  test("needs no lattice: an object shifted and of another size is found where it is", async () => {
    const ball = `<circle cx="37" cy="21" r="12.5" fill="rgb(136,56,196)"/>`;
    const [found, ...others] = detect(await picture(64, "white", ball), templates);
    expect(others).toEqual([]);
    expect(found && kindName(found.kind)).toBe("purple circle");
    expect(Math.abs((found?.box.top ?? 0) - 8)).toBeLessThanOrEqual(2);
    expect(Math.abs((found?.box.left ?? 0) - 24)).toBeLessThanOrEqual(2);
  });

  test.each([
    ["nothing", ""],
    ["a half moon", `<path d="M10 24A14 14 0 0 1 38 24Z" fill="rgb(250,207,32)"/>`],
    ["a bar", `<rect x="8" y="20" width="40" height="12" fill="rgb(38,88,222)"/>`],
    ["a gray square", `<rect x="10" y="10" width="28" height="28" fill="#777"/>`],
    ["a turquoise circle", `<circle cx="24" cy="24" r="14" fill="#20c8c8"/>`],
    ["a triangle upside down", `<path d="M10 10H38L24 36Z" fill="rgb(34,160,72)"/>`],
    ["a torn star", `<path d="M24 8L28 20L40 24L28 28L24 40L20 28L8 24L20 20Z" fill="rgb(222,38,44)"/>`],
    ["scribble", `<path d="M5 5L50 40L10 50L45 8" fill="none" stroke="rgb(222,38,44)" stroke-width="3"/>`],
  ])("calls %s nothing", async (_, drawing) => {
    for (const background of ["white", "rgb(18,18,22)"]) {
      expect(detect(await picture(64, background, drawing), templates)).toEqual([]);
    }
  });

  test("reports no object in noise", () => {
    const rng = createRng(1, "static");
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, () => rng.integer(256));
    expect(detect({ height: 64, width: 64, data }, templates)).toEqual([]);
  });

  test("an object cut in half is not called whole", () => {
    for (const scene of scenes.slice(0, 60).filter(({ objects }) => objects.length === 1)) {
      const image = renderScene(scene, sprites);
      const [object] = scene.objects;
      const { top, left, height, width } = boxOf(object as Scene["objects"][number]);
      const data = image.data.slice();
      for (let y = top; y < top + height; y++) {
        for (let i = y * scene.width + left; i < y * scene.width + left + width / 2; i++) {
          data.set(image.data.subarray(0, 3), i * 3);
        }
      }
      const names = detect({ ...image, data }, templates).map(({ kind }) => kindName(kind));
      expect(names).not.toContain(object && kindName(object.kind));
    }
  });
});
