import type { Id, Pair } from "../core/document.ts";
import type { Ends, Refusal } from "../core/edits/links.ts";
import type { InputType, NodeTypes } from "../core/node-type.ts";
import type { Piece } from "../core/reroutes.ts";
import type { NodeRun } from "../core/run-state.ts";
import type { Wish } from "../core/search.ts";
import type { Look } from "./draw/look.ts";
import type { Picture } from "./draw/pictures.ts";

/** A place on the page, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle on the page, in CSS pixels. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** What a menu was asked for. */
export type MenuTarget =
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "link"; readonly id: string; readonly piece: Piece; readonly at: Pair }
  | { readonly kind: "reroute"; readonly id: string }
  | { readonly kind: "group"; readonly index: number }
  | { readonly kind: "canvas"; readonly at: Pair };

/** A widget that a person pressed, and where it lies on the page. */
export interface FieldRequest {
  readonly node: string;
  readonly input: InputType;
  readonly value: unknown;
  readonly area: Area;
  readonly scale: number;
}

/** A node to be searched for: where it goes, and what it is linked to at once. */
export interface SearchRequest {
  readonly at: Pair;
  readonly point: Point;
  readonly wish: Wish | null;
  /** The end that is held: an output by its number, maybe by way of a reroute, or an input by its name. */
  readonly held:
    | { readonly node: Id; readonly slot: number; readonly through?: Id }
    | { readonly node: Id; readonly input: string }
    | null;
}

/** Short words that the canvas writes. */
export interface CanvasWords {
  readonly automatic: string;
  readonly empty: string;
  readonly linked: string;
  readonly cached: string;
  readonly missing: string;
  readonly muted: string;
  readonly bypassed: string;
  readonly inputs: string;
  readonly outputs: string;
}

/** What the canvas asks and tells. */
export interface CanvasHost {
  readonly look: () => Look;
  /** True when what is dragged comes to stand on the grid. */
  readonly isSnapping: () => boolean;
  readonly words: () => CanvasWords;
  readonly types: () => NodeTypes;
  readonly runOf: (node: string) => NodeRun | undefined;
  /** The pictures of a node that are loaded by now. */
  readonly picturesOf: (node: string, run: NodeRun) => readonly Picture[];
  readonly refusal: (ends: Ends) => Refusal | null;
  /** Called when a hand has changed something and let go. */
  readonly onChange: () => void;
  readonly onSelect: (nodes: readonly string[]) => void;
  readonly onField: (request: FieldRequest) => void;
  readonly onMenu: (target: MenuTarget, point: Point) => void;
  readonly onSearch: (request: SearchRequest) => void;
  /** A piece of a link is to be led through a point. */
  readonly onReroute: (piece: Piece, at: Pair) => void;
  readonly onRename: (node: string) => void;
  /** A node was pressed twice, beside its widgets and pictures. */
  readonly onEnter: (node: string) => void;
  readonly onOpenPicture: (node: string, index: number) => void;
  /** Why a dragged link may not end where it is held; null when it may. */
  readonly onRefused: (refusal: Refusal | null, point: Point) => void;
  readonly onMoved: () => void;
}
