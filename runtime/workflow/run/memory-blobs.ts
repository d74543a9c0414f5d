import { createHash } from "node:crypto";
import type { Blobs } from "../node/context.ts";

/** Blobs in memory, named by the SHA-256 of their bytes. */
export function createMemoryBlobs(): Blobs {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const name = createHash("sha256").update(bytes).digest("hex");
      kept.set(name, bytes.slice());
      return name;
    },
    get: async (name) => kept.get(name) ?? null,
  };
}
