import { defineErrors } from "../../errors.ts";

/** What version 2 of the API refuses by a name of its own; `envelope.ts` gives the others their names. */
export const apiErrors = defineErrors("API", {
  WORKFLOW_FORMAT_UI: {
    text: (_: object) => "The workflow is the editor's file, and this route takes the API form.",
    help: "Export it in the API form, or send the file to POST /prompt, which takes both.",
  },
  INVALID_WORKFLOW: {
    text: (d: { problem: string; node_errors: unknown }) => `The workflow cannot run: ${d.problem}`,
    help: "Correct what `node_errors` names.",
  },
  MISSING_ASSET: {
    text: (d: { asset: string }) => `The workflow names an asset that is not here: ${d.asset}.`,
    help: "Upload it first, and use the id or the hash of the answer.",
  },
  HASH_MISMATCH: {
    text: (d: { want: string; got: string }) => `The bytes have the hash ${d.got}, and ${d.want} was expected.`,
    help: "The file was changed on its way, or another was meant: send it again.",
  },
  BLOB_NOT_FOUND: {
    text: (d: { hash: string }) => `No bytes with the hash ${d.hash} are here.`,
    help: "Upload the file. Hashes here are SHA-256, written `sha256:` and 64 hexadecimal digits.",
  },
});
