export { createCache, type NodeCache } from "./cache/cache.ts";
export { canonicalKey } from "./cache/canonical-key.ts";
export type { Resource } from "./cache/holds.ts";
export { byteBudget, type CacheStrategy, type CacheUse, lru, noCache } from "./cache/strategies.ts";
export { type Checked, type CheckOptions, checkWorkflow } from "./check/check-workflow.ts";
export type { Issue, IssueCode } from "./check/issue.ts";
export { issueText } from "./check/issue-text.ts";
export { validate } from "./check/validate.ts";
export { type WireErrors, wireErrors } from "./check/wire-errors.ts";
export { workflowErrors } from "./errors.ts";
export { apiFromPrompt } from "./file/api-file.ts";
export { flatten } from "./file/flatten.ts";
export { formatWorkflow } from "./file/format.ts";
export { workflowJsonSchema } from "./file/json-schema.ts";
export { type Lock, lockDifferences, lockIn, packsOf, seedsOf, withLock } from "./file/lock.ts";
export { parseWorkflow, promptOf, readWorkflow, type WorkflowFile, workflowOf } from "./file/parse.ts";
export { replacementFromRecord, replacementRecord } from "./file/replacement-record.ts";
export { applySettings } from "./file/settings.ts";
export { findTargets } from "./file/targets.ts";
export { type NodeId, nodeId, type Prompt, type PromptNode, type Source } from "./graph/prompt.ts";
export { typeFits } from "./graph/type-fits.ts";
export { type Blocker, block, isBlocker } from "./node/blocker.ts";
export type { Blobs, Logger, NodeContext, PreviewImage } from "./node/context.ts";
export { defineNode, type LoopRole, type NodeDefinition } from "./node/define-node.ts";
export { disableNodes } from "./node/disable-nodes.ts";
export { createExpansion, type Expansion, type ExpansionBuilder, type Link } from "./node/expansion.ts";
export { loopEnd, loopStart } from "./node/loop-nodes.ts";
export { mapEnd, mapStart } from "./node/map-nodes.ts";
export { type Migrated, type Migration, migrate, type SavedInputs, savedWidgets } from "./node/migration.ts";
export { port } from "./node/port.ts";
export { readingOf } from "./node/port-reading.ts";
export type { LazyPort, ListPort, Port, Ports, Reading, Refusal, Widget } from "./node/port-type.ts";
export {
  createRegistry,
  type PackRelease,
  type Registry,
  type RegistryOptions,
  replacementFor,
} from "./node/registry.ts";
export { type Replacement, replace } from "./node/replacement.ts";
export type { ExpandedOutputsOf, InputsOf, KnownInputs, LazyNames, OutputsOf, Rest, ValuesOf } from "./node/values.ts";
export { createEventStream, type EventStream } from "./run/event-stream.ts";
export type { Place, RunEvent } from "./run/events.ts";
export { type ExecuteOptions, execute, type RunResult } from "./run/execute.ts";
export { type Change, explain, explainText, type Why } from "./run/explain.ts";
export { createLanes, type Lanes } from "./run/lanes.ts";
export { createMemoryBlobs } from "./run/memory-blobs.ts";
export { plan } from "./run/plan.ts";
export type { LoopStep, NodeStep, Plan, Step, Wire } from "./run/plan-type.ts";
export { printPlan } from "./run/print-plan.ts";
export type { Trace } from "./run/trace.ts";
