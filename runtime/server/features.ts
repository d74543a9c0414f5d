import type { Limits } from "./services.ts";

/** What this server understands: the answer to a client's feature flags, and `/features`. */
export function serverFeatures({ upload }: Pick<Limits, "upload">): Readonly<Record<string, unknown>> {
  return {
    supports_preview_metadata: true,
    supports_nextscale: true,
    supports_model_type_tags: false,
    max_upload_size: upload,
    node_replacements: true,
    assets: false, // those of version 2 are another thing than what this flag means
    extension: { manager: { supports_v4: false } },
  };
}
