/** What `import … from "nextscale/testing"` offers: running nodes and graphs in tests, whatever the test runner. */
export type { Rule, SampleInputs } from "./node-rules.ts";
export { type ContractOptions, packContract } from "./pack-contract.ts";
export { createRecorder, type Recorder } from "./recorder.ts";
export type { ContextOptions, Seen } from "./recording-context.ts";
export { type RunGraphOptions, runGraph } from "./run-graph.ts";
export { type NodeRun, runNode } from "./run-node.ts";
