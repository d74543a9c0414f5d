/**
 * Writes the chosen drawings of @iconify-json/noto (Apache-2.0, Google's Noto Emoji) to training/world/emoji.json, so
 * that an installed package needs no icon set. Run after editing the emoji table: `npx tsx scripts/pack-emoji.mjs`.
 */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { emoji } from "../training/world/vocabulary.ts";

const require = createRequire(import.meta.url);
const set = JSON.parse(await readFile(require.resolve("@iconify-json/noto/icons.json"), "utf8"));
const drawings = {};
for (const { name, plural, icon } of emoji) {
  const found = set.icons[icon];
  if (!found) throw new Error(`@iconify-json/noto has no drawing called ${icon}.`);
  drawings[name] = { plural, body: found.body, width: found.width ?? set.width, height: found.height ?? set.height };
}
const pack = { source: "@iconify-json/noto (Google Noto Emoji)", licence: "Apache-2.0", drawings };
const target = new URL("../training/world/emoji.json", import.meta.url);
await writeFile(target, `${JSON.stringify(pack, null, 1)}\n`);
console.log(`${emoji.length} drawings written to training/world/emoji.json`);
