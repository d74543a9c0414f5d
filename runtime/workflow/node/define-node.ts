import { workflowErrors } from "../errors.ts";
import type { NodeContext } from "./context.ts";
import type { Ports, ValuesOf } from "./port-type.ts";

/** What a node is. `run` is a method so that nodes of every port type fit in one registry. */
export interface NodeDefinition<I extends Ports = Ports, O extends Ports = Ports> extends Required<Flags> {
  /** `pack/name` in kebab case. */
  readonly type: string;
  /** Raised by one whenever a port changes. */
  readonly version: number;
  readonly title: string;
  readonly category: string;
  /** One sentence; the editor's help. */
  readonly description: string;
  readonly inputs: I;
  /** In the order of their slots. */
  readonly outputs: O;
  /** What the result depends on beside the inputs, such as a file's time of change. */
  fingerprint(inputs: ValuesOf<I>): string | Promise<string>;
  run(inputs: ValuesOf<I>, ctx: NodeContext): ValuesOf<O> | Promise<ValuesOf<O>>;
}

interface Flags {
  /** Runs for its effect: a workflow runs what its output nodes need, and these always run. Default false. */
  readonly output?: boolean;
  /** False when equal inputs may give different outputs, so nothing may be reused. Default true. */
  readonly deterministic?: boolean;
  /** The node opens or closes a loop: see `loop-nodes.ts`. Default null. */
  readonly loop?: "start" | "end" | null;
}

type NodeSpec<I extends Ports, O extends Ports> = Omit<NodeDefinition<I, O>, keyof Flags | "fingerprint"> &
  Partial<Pick<NodeDefinition<I, O>, keyof Flags | "fingerprint">>;

const NODE_TYPE = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

/**
 * Declares a node. The types of `run`'s inputs and outputs follow from the ports.
 * @throws WORKFLOW_BAD_NODE_TYPE when the type is not `pack/name` in kebab case.
 */
export function defineNode<const I extends Ports, const O extends Ports>(spec: NodeSpec<I, O>): NodeDefinition<I, O> {
  if (!NODE_TYPE.test(spec.type)) throw workflowErrors.BAD_NODE_TYPE({ type: spec.type });
  return { output: false, deterministic: true, loop: null, fingerprint: () => "", ...spec };
}
