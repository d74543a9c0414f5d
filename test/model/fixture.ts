import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ModelConfig, parseConfig } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import type { Segment } from "../../model/sequence.ts";
import { toFloat32, toInt32 } from "../../runtime/files/convert.ts";
import { parseSafetensors, type StoredTensor } from "../../runtime/files/safetensors.ts";
import { f32, type HostTensor, i32 } from "../../runtime/tensor/index.ts";

export interface Fixture {
  readonly name: string;
  readonly config: ModelConfig;
  readonly grids: readonly (readonly Grid[])[];
  readonly sampling: Readonly<Record<"guidance" | "scale" | "scales" | "top_k" | "top_p", number>>;
  readonly weights: Readonly<Record<string, HostTensor>>;
  readonly expected: (name: string) => HostTensor;
  readonly segments: readonly Segment[];
}

/** Every folder of NextFlow's form under PARITY_FIXTURES, or the checkout's own. */
export function fixtures(): readonly Fixture[] {
  const root = process.env.PARITY_FIXTURES ?? "test/fixtures";
  const folders = readdirSync(root).filter((name) => existsSync(join(root, name, "config.json")));
  return folders.flatMap((name) => {
    const json = JSON.parse(readFileSync(join(root, name, "config.json"), "utf8"));
    return json.family === "var" || !existsSync(join(root, name, "model.safetensors")) ? [] : [read(root, name, json)];
  });
}

function read(root: string, name: string, json: Pick<Fixture, "grids" | "sampling">): Fixture {
  const open = (file: string) => {
    const tensors = parseSafetensors(readFileSync(join(root, name, `${file}.safetensors`)), file);
    return new Map([...tensors].map(([key, stored]) => [key, hosted(stored)]));
  };
  const values = open("expected");
  const expected = (key: string): HostTensor => {
    const value = values.get(key);
    if (!value) throw new Error(`${name} holds no "${key}"`);
    return value;
  };
  const texts = [...values.keys()].filter((key) => /^text\.\d+$/.test(key)).length;
  const segments = Array.from({ length: texts }, (_, i): Segment[] => {
    const grids = json.grids[i];
    const ids = [...expected(`text.${i}`).data];
    return [{ type: "text", ids }, ...(grids ? [{ type: "image", grids } as const] : [])];
  }).flat();
  return {
    name,
    config: parseConfig(json),
    grids: json.grids,
    sampling: json.sampling,
    weights: Object.fromEntries(open("model")),
    expected,
    segments,
  };
}

const hosted = (stored: StoredTensor): HostTensor =>
  stored.dtype === "F32" ? f32(toFloat32(stored), stored.shape) : i32(toInt32(stored), stored.shape);
