import { isObject } from "../../runtime/workflow/file/json.ts";
import type { Control } from "./control.ts";

/** What a person types in or picks for an input. */
export type WidgetType =
  | {
      readonly kind: "number";
      readonly integer: boolean;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit: string;
      /** True for a seed: a companion value says what happens to it after a run. */
      readonly seed: boolean;
    }
  | { readonly kind: "text"; readonly multiline: boolean; readonly look: TextLook }
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** A text that is picked rather than typed: a colour, a picture that is uploaded. */
export type TextLook = "plain" | "colour" | "picture";

export interface InputType {
  readonly name: string;
  /** The link types it takes, joined by commas. */
  readonly type: string;
  readonly widget: WidgetType | null;
  readonly required: boolean;
  readonly default: unknown;
  readonly help: string;
  /** What it is called, where its name is no word for people. */
  readonly label?: string;
  /** True for the widget of a node inside of a subgraph: no link can end at it. */
  readonly isInner?: boolean;
  /** True for a widget on an instance: without a value of its own it has what is inside, which is its default here. */
  readonly inherits?: boolean;
  /** What happens to it after a run, where that is said inside of a subgraph. */
  readonly control?: Control;
}

export interface OutputType {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

/** A node that can be placed, as `/object_info` tells it. */
export interface NodeType {
  readonly type: string;
  readonly title: string;
  readonly category: string;
  readonly description: string;
  readonly inputs: readonly InputType[];
  readonly outputs: readonly OutputType[];
  readonly isOutput: boolean;
  readonly version: number | null;
  readonly aliases: readonly string[];
}

export type NodeTypes = ReadonlyMap<string, NodeType>;

/** The text of a node that does nothing but hold words for its reader; null for every other node. */
export function noteInput({ inputs, outputs, isOutput }: NodeType): string | null {
  const [input, other] = inputs;
  if (input === undefined || other !== undefined || outputs.length > 0 || isOutput) return null;
  return input.widget?.kind === "text" && input.widget.multiline ? input.name : null;
}

/** Reads an answer of `/object_info`; what cannot be read of it is left out. */
export function readNodeTypes(info: unknown): NodeTypes {
  if (!isObject(info)) return new Map();
  return new Map(Object.entries(info).flatMap(([type, raw]) => (isObject(raw) ? [[type, nodeType(type, raw)]] : [])));
}

type Raw = Readonly<Record<string, unknown>>;

function nodeType(type: string, raw: Raw): NodeType {
  const input = isObject(raw.input) ? raw.input : {};
  const outputs = strings(raw.output, true);
  const names = strings(raw.output_name, true);
  const tips = strings(raw.output_tooltips, true);
  return {
    type,
    title: text(raw.display_name) || type,
    category: text(raw.category),
    description: text(raw.description),
    inputs: [...inputTypes(input.required, true), ...inputTypes(input.optional, false)],
    outputs: outputs.map((each, i) => ({ name: names[i] || each, type: each, help: tips[i] ?? "" })),
    isOutput: raw.output_node === true,
    version: typeof raw.version === "number" ? raw.version : null,
    aliases: strings(raw.search_aliases),
  };
}

function inputTypes(raw: unknown, required: boolean): InputType[] {
  if (!isObject(raw)) return [];
  return Object.entries(raw).flatMap(([name, spec]) => {
    if (!Array.isArray(spec)) return [];
    const options = isObject(spec[1]) ? spec[1] : {};
    const choices = Array.isArray(spec[0]) ? spec[0] : Array.isArray(options.options) ? options.options : null;
    const accepted = strings(options.accepts);
    const plain = choices === null ? text(spec[0]) : "COMBO,STRING";
    const type = accepted.length > 0 ? accepted.join(",") : plain;
    const widget = options.forceInput === true ? null : widgetType(name, type, choices, options);
    const help = text(options.tooltip);
    return [{ name, type, widget, required, default: options.default, help }];
  });
}

function widgetType(name: string, type: string, choices: readonly unknown[] | null, options: Raw): WidgetType | null {
  if (choices !== null) return { kind: "choice", choices: choices.map(String) };
  const [first = ""] = type.split(",");
  switch (first) {
    case "INT":
    case "FLOAT":
      return {
        kind: "number",
        integer: first === "INT",
        min: number(options.min, -Number.MAX_VALUE),
        max: number(options.max, Number.MAX_VALUE),
        step: number(options.step, first === "INT" ? 1 : 0.01),
        unit: text(options.unit),
        seed: options.control_after_generate === true,
      };
    case "STRING":
      return { kind: "text", multiline: options.multiline === true, look: textLook(name, options) };
    case "BOOLEAN":
      return { kind: "boolean" };
    default:
      return null;
  }
}

/** Servers say that a text names an upload; a colour is known by its default or its name. */
function textLook(name: string, options: Raw): TextLook {
  if (options.image_upload === true) return "picture";
  return /^#[0-9a-f]{6}$/i.test(text(options.default)) || /^colou?r$/.test(name) ? "colour" : "plain";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** With `keep`, what is no string stays as an empty one, so that places agree. */
function strings(value: unknown, keep = false): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => (typeof each === "string" ? [each] : keep ? [String(each ?? "")] : []));
}
