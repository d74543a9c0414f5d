import type { NodeId } from "../graph/prompt.ts";
import type { NodeDefinition } from "../node/define-node.ts";
import type { Port } from "../node/port-type.ts";

/** A part of a workflow that runs as one: all of it, or the body of a loop. */
export interface Plan {
  /** Each after those it reads from. */
  readonly steps: readonly Step[];
  /** Numbers of the steps that must run; others run when these need them. */
  readonly targets: readonly number[];
  /** Every node in it, and in the loops in it, whose result depends on more than its inputs. */
  readonly fingerprinted: readonly Call[];
  /** Whether an output node is in it, loops in it included. */
  readonly hasOutput: boolean;
}

/** Where a value comes from. */
export type Wire =
  /** The file. `key` is null when equal values cannot be told. */
  | { readonly kind: "value"; readonly value: unknown; readonly key: string | null }
  /** An output of another step of the same plan. */
  | { readonly kind: "step"; readonly step: number; readonly slot: number }
  /** What the plan is given when it runs, by number. */
  | { readonly kind: "given"; readonly index: number };

export interface PlannedInput {
  readonly name: string;
  readonly port: Port<unknown>;
  readonly wire: Wire;
  /** True when nothing is linked or written here: the wire has the port's default. */
  readonly omitted: boolean;
  /** Its source runs only when the node wants it. */
  readonly lazy: boolean;
  /** The node does not declare it. */
  readonly rest: boolean;
}

/** A node with its inputs resolved. */
export interface Call {
  readonly id: NodeId;
  readonly title: string;
  readonly definition: NodeDefinition;
  readonly inputs: readonly PlannedInput[];
  /** False when the file or the definition says that no result may be used again. */
  readonly reusable: boolean;
}

export interface NodeStep extends Call {
  readonly kind: "node";
  /** The steps it always reads from, without repetition. */
  readonly eager: readonly number[];
  /** The same of what the plan is given. */
  readonly eagerGiven: readonly number[];
  /** The same and those it may want. */
  readonly sources: readonly number[];
}

/**
 * Runs `body` in rounds. The body is given the outputs of `start`, then `captures`. Its id is that of the end. Eager is
 * what `start` reads, and the captures that are not lazy.
 */
export interface LoopStep extends Omit<NodeStep, "kind"> {
  readonly kind: "loop";
  /** `inputs` of the start are resolved where the loop stands; `inputs` of the step itself, in its body. */
  readonly start: Call;
  readonly body: Plan;
  /** What the body reads from around the loop. */
  readonly captures: readonly Wire[];
  /** Numbers of those captures that a round reads only if a lazy input in the body wants what is behind it. */
  readonly lazyCaptures: readonly number[];
}

export type Step = NodeStep | LoopStep;
