import { listFolder } from "../userdata/list-folder.ts";

/** A model on disk: one file, or a folder with a `config.json`. */
export interface ModelFile {
  /** With `/` between its parts. */
  readonly name: string;
  readonly size: number;
  readonly modified: number;
  readonly created: number;
}

export const MODEL_ENDINGS: readonly string[] = [".safetensors", ".onnx", ".gguf"];

/** The models in a folder, by name; none when there is no such folder. Rejects with FILE_*. */
export async function listModels(folder: string): Promise<readonly ModelFile[]> {
  const entries = (await listFolder(folder, { recursive: true })) ?? [];
  const whole = new Set(
    entries.flatMap(({ path }) => (path.endsWith("/config.json") ? [path.slice(0, -"/config.json".length)] : [])),
  );
  const isPart = (path: string): boolean => [...whole].some((name) => path.startsWith(`${name}/`));
  return entries
    .filter(({ path, isFolder }) =>
      isFolder ? whole.has(path) : MODEL_ENDINGS.some((ending) => path.endsWith(ending)) && !isPart(path),
    )
    .map(({ path, size, modified, created }) => ({ name: path, size, modified, created }));
}
