import { workflowErrors } from "../errors.ts";
import type { NodeContext } from "./context.ts";
import { checkMigrations, type Migration } from "./migration.ts";
import type { Ports } from "./port-type.ts";
import type { ExpandedOutputsOf, InputsOf, KnownInputs, LazyNames, Rest } from "./values.ts";

/** What a node is. Functions are methods so that nodes of every port type fit in one registry. */
export interface NodeDefinition<
  I extends Ports = Ports,
  O extends Ports = Ports,
  R extends Rest = Rest,
  M extends ExpandedOutputsOf<O> = ExpandedOutputsOf<O>,
> extends Required<Flags> {
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
  /** The port of every input that `inputs` does not name; `run` receives those under `rest`. null refuses them. */
  readonly rest: R;
  /** `M` is the part of the allowed outputs that this node makes. */
  run(inputs: InputsOf<I, R>, ctx: NodeContext): M | Promise<M>;
  /**
   * What the result depends on beside the inputs, such as a file's time of change: the node reruns when it is another
   * than before. It sees what the file gives; what comes by a link is undefined. NaN: never the same, always rerun.
   */
  fingerprint?(inputs: KnownInputs<I, R>): string | number | Promise<string | number>;
  /**
   * Why these inputs are refused, as a sentence, or null. Asked before the run with what the file gives, and again
   * before `run` with what came by links.
   */
  validate?(inputs: KnownInputs<I, R>): string | null | Promise<string | null>;
  /** The lazy inputs that `run` needs; asked again, with those given, until it names none that is new. */
  wants?(inputs: InputsOf<I, R>): readonly LazyNames<I, R>[] | Promise<readonly LazyNames<I, R>[]>;
}

interface Flags {
  /**
   * Runs for its effect: a workflow runs what its output nodes need. Reused only for the same node at the same place,
   * when what it said is said again. Default false.
   */
  readonly output?: boolean;
  /** False when equal inputs may give different outputs, so nothing may be reused. Default true. */
  readonly deterministic?: boolean;
  /** Computes on the run's device, so that no two such nodes work at once. Default false. */
  readonly device?: boolean;
  /** May return an expansion: see `createExpansion`. Default false. */
  readonly expand?: boolean;
  /** The node opens or closes rounds: see `loop-nodes.ts`. Default null. */
  readonly loop?: LoopRole | null;
  /** From older versions to this one, each rising by one. Default none. */
  readonly migrations?: readonly Migration[];
}

/** `carry` hands values from round to round; `map` gives each round one item and collects what the rounds make. */
export interface LoopRole {
  readonly role: "start" | "end";
  readonly kind: "carry" | "map";
}

type Optional = keyof Flags | "rest";
type NodeSpec<I extends Ports, O extends Ports, R extends Rest, M extends ExpandedOutputsOf<O>> = Omit<
  NodeDefinition<I, O, R, M>,
  Optional
> &
  Partial<Pick<NodeDefinition<I, O, R, M>, Optional>>;

const NODE_TYPE = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

/**
 * Declares a node. The types of `run`'s inputs and outputs follow from the ports.
 * @throws WORKFLOW_BAD_NODE_TYPE when the type is not `pack/name` in kebab case, WORKFLOW_BAD_MIGRATIONS when they do
 * not rise by one up to the version.
 */
export function defineNode<
  const I extends Ports,
  const O extends Ports,
  M extends ExpandedOutputsOf<O>,
  R extends Rest = null,
>(spec: NodeSpec<I, O, R, M>): NodeDefinition<I, O, R, M> {
  if (!NODE_TYPE.test(spec.type)) throw workflowErrors.BAD_NODE_TYPE({ type: spec.type });
  const definition = { ...DEFAULTS, rest: null as R, ...spec };
  checkMigrations(definition);
  return definition;
}

const DEFAULTS = {
  output: false,
  deterministic: true,
  device: false,
  expand: false,
  loop: null,
  migrations: [],
} as const satisfies Required<Flags>;
