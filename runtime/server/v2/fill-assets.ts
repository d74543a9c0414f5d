import { z } from "zod";
import type { FileRow } from "../../jobs/file-table.ts";
import type { JsonObject } from "../../jobs/job.ts";
import type { Services } from "../services.ts";
import { hashIn, placeOfAsset } from "./asset.ts";
import { apiErrors } from "./errors.ts";

const asset = z.looseObject({
  __type: z.literal("core/ASSET"),
  info: z.looseObject({ id: z.string().nullish(), hash: z.string().nullish(), file_path: z.string().nullish() }),
});
const node = z.looseObject({ inputs: z.record(z.string(), z.unknown()) });

/** The graph with names of files where assets stood. Rejects with API_MISSING_ASSET. */
export async function fillAssets(workflow: JsonObject, { files }: Services): Promise<JsonObject> {
  const find = async ({ id, hash }: z.output<typeof asset>["info"]): Promise<FileRow | null> => {
    const place = placeOfAsset(id ?? "");
    const row = place === null ? null : await files.get(place);
    const blob = hashIn(hash ?? "");
    return row ?? (blob === null ? null : files.named(blob));
  };
  const filled = async (value: unknown): Promise<unknown> => {
    const read = asset.safeParse(value);
    if (!read.success) return value;
    const { info } = read.data;
    const row = await find(info);
    if (row === null)
      throw apiErrors.MISSING_ASSET({ asset: info.file_path ?? info.id ?? info.hash ?? "without a name" });
    const path = row.subfolder === "" ? row.name : `${row.subfolder}/${row.name}`;
    return row.folder === "input" ? path : `${path} [${row.folder}]`;
  };
  const nodes = Object.entries(workflow).map(async ([id, value]): Promise<[string, unknown]> => {
    const read = node.safeParse(value);
    if (!read.success) return [id, value];
    const inputs = Object.entries(read.data.inputs).map(async ([name, each]) => [name, await filled(each)] as const);
    return [id, { ...read.data, inputs: Object.fromEntries(await Promise.all(inputs)) }];
  });
  return Object.fromEntries(await Promise.all(nodes));
}
