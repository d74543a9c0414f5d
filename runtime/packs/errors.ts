import { defineErrors } from "../errors.ts";

/** What can go wrong with packs of nodes. `pack` is the package's name, `path` as the caller typed it. */
export const packsErrors = defineErrors("PACKS", {
  FOREIGN_NODE: {
    text: (d: { namespace: string; type: string }) =>
      `A pack with the namespace "${d.namespace}" cannot bring the node "${d.type}".`,
    help: "Let the types of all its nodes begin with the namespace and a slash.",
  },
  BAD_NAMESPACE: {
    text: (d: { namespace: string }) => `A namespace is lower case letters, digits and "-", got "${d.namespace}".`,
    help: "Choose one that begins with a letter, such as the name of the package without its scope.",
  },
  NOT_A_PACK: {
    text: (d: { path: string; problem: string }) => `${d.path} is not a pack of nodes: ${d.problem}.`,
    help: 'A pack is an npm package with a "nextscale" field in package.json; docs/guides/packs.md shows one.',
  },
  WRONG_API: {
    text: (d: { pack: string; want: number; got: number }) =>
      `The pack ${d.pack} was made for version ${d.got} of the node interface; this program has version ${d.want}.`,
    help: "Install another version of the pack, or of nextscale.",
  },
  NO_MANIFEST: {
    text: (d: { pack: string; file: string }) => `The pack ${d.pack} has no manifest at ${d.file}.`,
    help: "Its author makes one by `nextscale pack build`.",
  },
  BAD_MANIFEST: {
    text: (d: { pack: string; file: string; problem: string }) =>
      `The manifest ${d.file} of the pack ${d.pack} cannot be read: ${d.problem}.`,
    help: "Its author makes it anew by `nextscale pack build`.",
  },
  STALE_MANIFEST: {
    text: (d: { pack: string; nodes: readonly string[] }) =>
      `The manifest of the pack ${d.pack} does not say what its code says, about: ${d.nodes.join(", ")}.`,
    help: "Its author makes the manifest anew by `nextscale pack build`.",
  },
  NO_LOAD: {
    text: (d: { pack: string; problem: string }) => `The code of the pack ${d.pack} could not be loaded: ${d.problem}.`,
    help: "Install another version of the pack, or report this to its author.",
  },
  NAMESPACE_TAKEN: {
    text: (d: { pack: string; namespace: string; by: string }) =>
      `The pack ${d.pack} is left out: the namespace "${d.namespace}" belongs to ${d.by}.`,
    help: "Remove one of the two with `nextscale pack remove`.",
  },
  DENIED: {
    text: (d: { pack: string; rule: string }) => `The pack ${d.pack} is not allowed here: ${d.rule}.`,
    help: 'Who looks after this machine changes "allow" and "deny" in packs.json of the folder of packs.',
  },
  LIST_DAMAGED: {
    text: (d: { path: string; problem: string }) =>
      `The list of installed packs ${d.path} cannot be read: ${d.problem}.`,
    help: "Correct it, or move it away and add the packs again.",
  },
  NOT_INSTALLED: {
    text: (d: { pack: string; installed: readonly string[] }) =>
      `The pack ${d.pack} is not installed; installed are: ${d.installed.join(", ") || "none"}.`,
    help: "Check the spelling with `nextscale pack list`.",
  },
  OTHER_CONTENTS: {
    text: (d: { pack: string; version: string }) =>
      `${d.pack} ${d.version} is installed with other contents than those given now.`,
    help: "A version never changes once it is out: raise it, or remove the installed pack first.",
  },
  NPM: {
    text: (d: { action: string; problem: string }) => `npm could not ${d.action}: ${d.problem}.`,
    help: "Check the name and the network. A folder or a tarball needs no network.",
  },
  FIRST_LOAD: {
    text: (d: { pack: string; problem: string }) =>
      `The pack ${d.pack} was not installed, its first load failed: ${d.problem}`,
    help: "Nothing was changed. Install another version, or report this to its author.",
  },
  FOLDER_NOT_EMPTY: {
    text: (d: { path: string }) => `The folder ${d.path} is not empty.`,
    help: "Name an empty or a new folder with --dir.",
  },
  BAD_PACKAGE_NAME: {
    text: (d: { name: string }) => `"${d.name}" is not the name of an npm package.`,
    help: "Write it in lower case, such as nextscale-blur or @you/blur.",
  },
  NOT_BUILT: {
    text: (d: { pack: string; file: string }) => `The pack ${d.pack} has no ${d.file}.`,
    help: "Build it first: `npm install && npm run build` in its folder.",
  },
  CONTRACT: {
    text: (d: { pack: string; failed: number; of: number }) =>
      `The pack ${d.pack} breaks ${d.failed} of ${d.of} rules that every pack keeps.`,
    help: "What is wrong stands above, a line each.",
  },
});
