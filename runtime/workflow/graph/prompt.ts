declare const nodeIdBrand: unique symbol;

/** The id of a node within one workflow. */
export type NodeId = string & { readonly [nodeIdBrand]: true };

/** Where an input's value comes from: output number `slot` of another node, or the file itself. */
export type Source =
  | { readonly kind: "link"; readonly node: NodeId; readonly slot: number }
  | { readonly kind: "value"; readonly value: unknown };

/** One node of an executable graph. */
export interface PromptNode {
  readonly id: NodeId;
  readonly type: string;
  /** The name a person gave it, or empty. */
  readonly title: string;
  readonly inputs: Readonly<Record<string, Source>>;
  /** Given: what the node made before is not used again. */
  readonly noCache?: true;
}

/** An executable graph (ComfyUI's "API form"), by node id in file order. */
export type Prompt = ReadonlyMap<NodeId, PromptNode>;

export function nodeId(id: string | number): NodeId {
  return String(id) as NodeId;
}

/** The ids a node reads from, one for each link. */
export function linkedNodes({ inputs }: PromptNode): NodeId[] {
  const linked: NodeId[] = [];
  for (const source of Object.values(inputs)) if (source.kind === "link") linked.push(source.node);
  return linked;
}
