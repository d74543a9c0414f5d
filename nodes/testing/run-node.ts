import {
  type ExpandedOutputsOf,
  type InputsOf,
  type NodeDefinition,
  type Port,
  type Ports,
  type Rest,
  workflowErrors,
} from "../../runtime/workflow/index.ts";
import { type ContextOptions, createRecordingContext, type Seen } from "./recording-context.ts";

export interface NodeRun<M> extends Seen {
  readonly outputs: M;
}

/**
 * Runs one node alone, as a run would: inputs are read by their ports, those left out take their defaults, and the
 * node's own check is asked. A lazy input is there when it is given.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_REFUSED, and what the node throws
 */
export async function runNode<I extends Ports, O extends Ports, R extends Rest, M extends ExpandedOutputsOf<O>>(
  node: NodeDefinition<I, O, R, M>,
  inputs: Partial<InputsOf<I, R>>,
  options: ContextOptions = {},
): Promise<NodeRun<M>> {
  const given: Readonly<Record<string, unknown>> = inputs;
  const read = Object.entries(node.inputs).map(([name, port]) => [name, readInput(node, name, port, given[name])]);
  const rest = node.rest === null ? {} : { rest: given.rest ?? {} };
  const values = { ...Object.fromEntries(read), ...rest } as InputsOf<I, R>;
  const reason = (await node.validate?.(values)) ?? null;
  if (reason !== null) throw workflowErrors.NODE_REFUSED({ node: node.type, title: node.title, problem: reason });
  const { ctx, seen } = createRecordingContext(options);
  return { outputs: await node.run(values, ctx), ...seen };
}

function readInput({ type, title }: NodeFacts, input: string, port: Port<unknown>, given: unknown): unknown {
  if (given === undefined && !port.required) return port.default;
  const reading = given === undefined ? null : port.read(given);
  if (reading?.ok) return reading.value;
  const expected = reading?.expected ?? `a value of type ${port.type}`;
  throw workflowErrors.INPUT_REFUSED({ node: type, title, input, expected, got: String(given) });
}

type NodeFacts = Pick<NodeDefinition, "type" | "title">;
