import type { NodeRecord } from "../packs/index.ts";

type Port = NodeRecord["inputs"][string];

/** The reference page of all nodes of a pack, by category, as Markdown. */
export function nodeReference(nodes: readonly NodeRecord[]): string {
  const categories = [...new Set(nodes.map(({ category }) => category))];
  const parts = [
    "# Nodes",
    "The built-in nodes, by category. Written by `npx tsx scripts/write-reference.ts` from the nodes themselves; `nextscale nodes` lists those of installed packs too.",
    ...categories.flatMap((category) => [
      `## ${category}`,
      ...nodes.filter((node) => node.category === category).map((node) => describeNode(node, "###")),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** One node as Markdown. */
export function describeNode(node: NodeRecord, heading = "#"): string {
  const { type, version, title, description } = node;
  const marks = marksOf(node);
  const head = `\`${type}\`, version ${version}${marks.length === 0 ? "" : `; ${marks.join(", ")}`}.`;
  const inputs = Object.entries(node.inputs).map(([name, port]) => inputRow(name, port));
  if (node.rest !== null) inputs.push(inputRow("any other", node.rest));
  const outputs = Object.entries(node.outputs).map(
    ([name, port]) => `| \`${name}\` | ${typeOf(port)} | ${port.description} |`,
  );
  return [
    `${heading} ${title}`,
    description,
    head,
    ...(inputs.length === 0 ? [] : [["| Input | Type | Default | |", "|---|---|---|---|", ...inputs].join("\n")]),
    ...(outputs.length === 0 ? [] : [["| Output | Type | |", "|---|---|---|", ...outputs].join("\n")]),
  ].join("\n\n");
}

function marksOf({ output, deterministic, device, expand }: NodeRecord): string[] {
  return [
    output ? "an output" : "",
    deterministic ? "" : "never reused",
    device ? "works on the device" : "",
    expand ? "makes a graph" : "",
  ].filter((mark) => mark !== "");
}

function inputRow(name: string, port: Port): string {
  const value = port.default === undefined || port.default === null ? "" : `\`${JSON.stringify(port.default)}\``;
  const fallback = port.required ? "required" : value;
  return `| \`${name}\` | ${typeOf(port)} | ${cell(fallback)} | ${cell(port.description)} |`;
}

function typeOf({ type, list, lazy, widget }: Port): string {
  const kind =
    widget?.kind === "choice"
      ? widget.choices.map((choice) => `\`${choice}\``).join(", ")
      : `${type}${rangeOf(widget)}`;
  return cell([lazy ? "lazy" : "", list ? "list of" : "", kind].filter((word) => word !== "").join(" "));
}

function rangeOf(widget: Port["widget"]): string {
  if (widget === null || !("min" in widget)) return "";
  const [floor, cap] = [widget.min > -Number.MAX_VALUE, widget.max < Number.MAX_VALUE];
  const unit = widget.unit === "" ? "" : ` ${widget.unit}`;
  if (floor && cap) return ` ${widget.min} … ${widget.max}${unit}`;
  return floor ? ` from ${widget.min}${unit}` : cap ? ` up to ${widget.max}${unit}` : unit;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
