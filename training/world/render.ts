import type { Image } from "./image.ts";
import { boxOf, type Scene } from "./scene.ts";
import type { Sprite, Sprites } from "./sprites.ts";
import { backgrounds, type Rgb } from "./vocabulary.ts";

/** Paints a scene: the plain background, then each object's sprite into its box. */
export function renderScene(scene: Scene, sprites: Sprites): Image {
  const { height, width, background, objects } = scene;
  const image = { height, width, data: plain(height * width, backgrounds[background].rgb) };
  for (const object of objects) {
    const { top, left } = boxOf(object);
    blend(image, sprites.get(object.kind, object.size), top, left);
  }
  return image;
}

/** `count` pixels of one colour, 3 bytes each. */
export function plain(count: number, [red, green, blue]: Rgb): Uint8Array {
  const data = new Uint8Array(count * 3);
  for (let i = 0; i < data.length; i += 3) {
    data[i] = red;
    data[i + 1] = green;
    data[i + 2] = blue;
  }
  return data;
}

/** Draws the sprite over `image` in place; it must lie inside. */
export function blend({ width, data }: Image, sprite: Sprite, top: number, left: number): void {
  for (let y = 0; y < sprite.side; y++) {
    let from = y * sprite.side * 4;
    let to = ((top + y) * width + left) * 3;
    for (let x = 0; x < sprite.side; x++, from += 4, to += 3) {
      const alpha = (sprite.data[from + 3] as number) / 255;
      if (alpha === 0) continue;
      for (let c = 0; c < 3; c++) {
        const under = data[to + c] as number;
        data[to + c] = Math.round(under + ((sprite.data[from + c] as number) - under) * alpha);
      }
    }
  }
}
