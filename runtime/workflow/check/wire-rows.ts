import type { NodeId, Prompt } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import type { Port, Widget } from "../node/port-type.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue, IssueCode } from "./issue.ts";
import { issueText } from "./issue-text.ts";
import { portOf } from "./port-of.ts";

/** One error as ComfyUI's clients read it. */
export interface WireError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

export interface WireGraph {
  readonly prompt: Prompt;
  readonly registry: Registry;
}

type Row<C extends IssueCode> = (
  issue: Extract<Issue, { readonly code: C }>,
  at: { readonly node: NodeId | null; readonly graph: WireGraph },
) => WireError;

/** Longest list of choices that an error repeats. */
const MOST_CHOICES = 20;

/** How each issue looks on the wire. A problem that ComfyUI has no type for is a failed custom validation. */
const rows: { readonly [C in IssueCode]: Row<C> } = {
  "unknown-node-type": (i) => ({
    type: "missing_node_type",
    message: `Node '${i.type}' not found. ${issueText(i).help}`,
    details: `Node ID '#${i.node}'`,
    extra_info: { node_id: i.node, class_type: i.type, node_title: i.title },
  }),
  "missing-input": (i) => ({
    type: "required_input_missing",
    message: "Required input is missing",
    details: i.input,
    extra_info: { input_name: i.input },
  }),
  "needs-link": (i, at) => badLink(i, at.graph, receivedValue(i, at.graph)),
  "broken-link": (i, at) => badLink(i, at.graph, [i.source, i.slot]),
  "link-type": (i, at) => ({
    type: "return_type_mismatch",
    message: "Return type mismatch between linked nodes",
    details: `${i.input}, received_type(${i.got}) mismatch input_type(${i.type})`,
    extra_info: {
      input_name: i.input,
      input_config: inputConfig(i, at.graph),
      received_type: i.got,
      linked_node: [i.source, i.slot],
    },
  }),
  "bad-value": (i, at) => badValue(i, at.graph),
  "unknown-input": custom,
  refused: (i) => ({
    type: "custom_validation_failed",
    message: "Custom validation failed for node",
    details: i.reason,
    extra_info: {},
  }),
  "validator-failed": (i) => ({
    type: "exception_during_validation",
    message: "Exception when validating node",
    details: i.problem,
    extra_info: { exception_type: i.kind, traceback: [] },
  }),
  cycle: (i, { node, graph }) => {
    const names = [...i.nodes, ...i.nodes.slice(0, 1)].map((id) => {
      const found = graph.prompt.get(id);
      return found === undefined ? id : `${id} (${titleOf(found, graph.registry)})`;
    });
    return {
      type: "dependency_cycle",
      message: "Dependency cycle detected",
      details: names.join(" -> "),
      extra_info: { node_id: node, cycle_nodes: i.nodes },
    };
  },
  "no-output": () => ({
    type: "prompt_no_outputs",
    message: "Prompt has no outputs",
    details: "",
    extra_info: {},
  }),
  "loop-unpaired": custom,
  "loop-leak": custom,
  "loop-overlap": custom,
  "unknown-target": custom,
  "ambiguous-target": custom,
  "set-form": custom,
  "set-unknown-node": custom,
  "set-ambiguous-node": custom,
  "set-unknown-input": custom,
};

/** An issue in the shape that clients read; `node` is the one it is told for. */
export function wireError<C extends IssueCode>(
  issue: Extract<Issue, { readonly code: C }>,
  node: NodeId | null,
  graph: WireGraph,
): WireError {
  const row: Row<C> = rows[issue.code as C];
  return row(issue, { node, graph });
}

function custom(issue: Issue): WireError {
  const { text, help } = issueText(issue);
  const input = "input" in issue ? issue.input : null;
  return {
    type: "custom_validation_failed",
    message: "Custom validation failed for node",
    details: `${input === null ? "" : `${input} - `}${text} ${help}`.trim(),
    extra_info: input === null ? {} : { input_name: input },
  };
}

interface AtInput {
  readonly node: NodeId;
  readonly input: string;
}

function badLink(i: AtInput, graph: WireGraph, received: unknown): WireError {
  return {
    type: "bad_linked_input",
    message: "Bad linked input, must be a length-2 list of [node_id, slot_index]",
    details: `${i.input}, received_value=${JSON.stringify(received)}`,
    extra_info: { input_name: i.input, input_config: inputConfig(i, graph), received_value: received },
  };
}

function allowedText(widget: Widget | null): string {
  if (widget?.kind === "file") return "the uploaded files";
  const choices = widget?.kind === "choice" ? widget.choices : [];
  if (choices.length > MOST_CHOICES) return `(list of length ${choices.length})`;
  return `[${choices.map((choice) => `'${choice}'`).join(", ")}]`;
}

function badValue(i: Extract<Issue, { readonly code: "bad-value" }>, graph: WireGraph): WireError {
  const widget = portAt(i, graph)?.widget ?? null;
  const received = receivedValue(i, graph);
  const about = { input_name: i.input, input_config: inputConfig(i, graph), received_value: received };
  const [min, max] = widget !== null && "min" in widget ? [widget.min, widget.max] : [null, null];
  switch (i.reason) {
    case "too-small":
      return {
        type: "value_smaller_than_min",
        message: `Value ${received} smaller than min of ${min}`,
        details: i.input,
        extra_info: about,
      };
    case "too-big":
      return {
        type: "value_bigger_than_max",
        message: `Value ${received} bigger than max of ${max}`,
        details: i.input,
        extra_info: about,
      };
    case "not-in-list": {
      const isLong = widget?.kind === "choice" && widget.choices.length > MOST_CHOICES;
      return {
        type: "value_not_in_list",
        message: "Value not in list",
        details: `${i.input}: '${received}' not in ${allowedText(widget)}`,
        extra_info: isLong ? { ...about, input_config: null } : about,
      };
    }
    case "wrong-type":
      return {
        type: "invalid_input_type",
        message: `Failed to convert an input value to a ${portAt(i, graph)?.type ?? "known"} value`,
        details: `${i.input}, ${JSON.stringify(received)}, expected ${i.expected}`,
        extra_info: { ...about, exception_message: `expected ${i.expected}, got ${i.got}` },
      };
  }
}

/** A port as `/object_info` tells it: `[type, options]`, for a list of choices `[choices, options]`. */
function inputConfig(i: AtInput, graph: WireGraph): unknown {
  const port = portAt(i, graph);
  if (port === null) return null;
  const { widget, type } = port;
  const options = port.default === undefined ? {} : { default: port.default };
  if (widget?.kind === "choice") return [widget.choices, options];
  return [type, widget !== null && "min" in widget ? { ...options, min: widget.min, max: widget.max } : options];
}

function portAt({ node, input }: AtInput, { prompt, registry }: WireGraph): Port<unknown> | null {
  const definition = registry.get(prompt.get(node)?.type ?? "");
  return definition === undefined ? null : portOf(definition, input);
}

function receivedValue({ node, input }: AtInput, { prompt }: WireGraph): unknown {
  const source = prompt.get(node)?.inputs[input];
  return source?.kind === "value" ? source.value : null;
}
