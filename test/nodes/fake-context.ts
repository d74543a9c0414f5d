import { createRecordingContext } from "../../nodes/testing/recording-context.ts";

/** A context that keeps what a node tells. */
export const fakeContext = ({ folder }: { readonly folder?: string } = {}) =>
  createRecordingContext({ device: "auto", ...(folder !== undefined && { folder }) });
