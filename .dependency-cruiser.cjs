/**
 * The walls of the house (docs/architecture.md). Imports point downwards only; `runtime/` names no model, `model/` no
 * device, file or graph.
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: "^(runtime|model|training|nodes|test|bench|editor|scripts)/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "types may refer to each other; code may not",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("errors-at-the-bottom", "^runtime/errors\\.ts$", ["^$"], "runtime/errors.ts stands alone"),
    only("tensor", "^runtime/tensor/", ["^runtime/(tensor/|errors\\.ts)"], "programs know no backend"),
    only("files", "^runtime/files/", ["^runtime/(files/|errors\\.ts)"], "files know nothing above them"),
    only(
      "backends",
      "^runtime/backends/",
      ["^runtime/(backends/|tensor/|files/|errors\\.ts)"],
      "backends run tensor programs, nothing else",
    ),
    only(
      "workflow",
      "^runtime/workflow/",
      ["^runtime/(workflow/|errors\\.ts|tensor/random\\.ts$)"],
      "the graph knows no device and no file; random numbers are a pure file",
    ),
    only("packs", "^runtime/packs/", ["^runtime/(packs|workflow|files)/", "^runtime/errors\\.ts$"]),
    only(
      "engine",
      "^runtime/engine/",
      ["^runtime/(engine|jobs|workflow|backends|tensor|files)/", "^runtime/errors\\.ts$"],
      "the engine runs jobs; jobs do not know it",
    ),
    only("jobs", "^runtime/jobs/", ["^runtime/(jobs|workflow|files)/", "^runtime/errors\\.ts$"]),
    only("server", "^runtime/server/", ["^runtime/(server|jobs|workflow|engine|files)/", "^runtime/errors\\.ts$"]),
    only("cli", "^runtime/cli/", ["^runtime/"], "the command line may use all of the runtime, and no model"),
    only("model", "^model/", ["^model/", "^runtime/(tensor/|errors\\.ts)"], "a model names no device, file or graph"),
    only(
      "training",
      "^training/",
      ["^training/", "^model/", "^runtime/(tensor|files)/", "^runtime/backends/backend\\.ts$", "^runtime/errors\\.ts$"],
      "training sees backends by their interface only",
    ),
    only("nodes", "^nodes/", ["^nodes/", "^training/", "^model/", "^runtime/"], "nodes are at the top"),
    only(
      "editor",
      "^editor/",
      ["^editor/", "^runtime/workflow/(file/(parse|format|json|promoted|saved-prompt)|graph/type-fits)\\.ts$",
        "^runtime/files/metadata/(webp|mp4|bytes)\\.ts$"],
      "the page speaks the public protocol; of the runtime it has how files are read and written, and which types fit",
    ),
    only(
      "editor-core",
      "^editor/core/",
      ["^editor/core/", "^runtime/workflow/(file/(parse|format|json|promoted|saved-prompt)|graph/type-fits)\\.ts$",
        "^runtime/files/metadata/(webp|mp4|bytes)\\.ts$", "^editor/protocol/(message|problems)\\.ts$"],
      "what a graph is and how it changes, without page, canvas or network",
    ),
    {
      name: "litegraph-in-its-folder",
      comment: "nothing but its adapter knows litegraph",
      severity: "error",
      from: { pathNot: ["^editor/canvas/litegraph/", "^test/", "^bench/"] },
      to: { path: "node_modules/@comfyorg/litegraph" },
    },
    {
      name: "model-is-pure",
      comment: "no file, process, device or picture library in model/",
      severity: "error",
      from: { path: "^model/" },
      to: {
        path: "^(node:)?(fs|fs/promises|path|os|child_process|worker_threads|process|net|http|https)$|node_modules/(onnxruntime-node|@tensorflow|sharp)",
      },
    },
    {
      name: "tensor-is-pure",
      severity: "error",
      from: { path: "^runtime/tensor/" },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-peer", "npm-optional"] },
    },
    {
      name: "engines-in-their-folder",
      comment: "onnxruntime and tfjs are named by their backend only",
      severity: "error",
      from: { pathNot: ["^runtime/backends/", "^test/", "^bench/"] },
      to: { path: "node_modules/(onnxruntime-node|@tensorflow)" },
    },
    {
      name: "product-needs-no-dev-package",
      severity: "error",
      from: { path: "^(runtime|model|training|nodes)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|node_modules/(?!onnxruntime-node|@tensorflow|sharp))" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
