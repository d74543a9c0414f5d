import type { Point, SearchRequest } from "../canvas/host.ts";
import type { GraphView } from "../canvas/litegraph/graph-view.ts";
import type { OwnKeys } from "../commands/shortcuts.ts";
import type { WorkflowDocument } from "../core/document.ts";
import type { NodeTypes } from "../core/node-type.ts";
import type { NodeRun, RunState } from "../core/run-state.ts";
import type { Store } from "../core/store.ts";
import type { Path } from "../core/subgraph/path.ts";
import type { Tabs } from "../core/tabs.ts";
import type { Client } from "../protocol/client.ts";
import type { ConnectionState } from "../protocol/connection.ts";
import type { WireFile } from "../protocol/message.ts";
import type { Language, Slots, WordKey } from "../words/words.ts";

/** Everything that the parts of the page share. */
export interface App {
  readonly client: Client;
  readonly tabs: Store<Tabs>;
  readonly types: Store<NodeTypes>;
  /** What came of the last run of each tab. */
  readonly runs: Store<ReadonlyMap<string, RunState>>;
  readonly server: Store<ServerState>;
  readonly settings: Store<Settings>;
  readonly selection: Store<readonly string[]>;
  readonly notice: Store<Notice | null>;
  readonly gallery: Store<readonly Shown[]>;
  readonly log: Store<readonly LogLine[]>;
  readonly words: (key: WordKey, slots?: Slots) => string;
  readonly view: () => GraphView;
  /** The graph at a place of a file; the same question has the same object as answer. */
  readonly graphAt: (file: WorkflowDocument, path: Path) => WorkflowDocument;
  /** What a run did to the nodes of the graph at a place, those of subgraphs for all that lies in them. */
  readonly runsAt: (run: RunState, path: Path) => ReadonlyMap<string, NodeRun>;
  readonly overlays: Overlays;
}

export interface ServerState {
  readonly connection: ConnectionState;
  readonly remaining: number;
  readonly engine: string;
}

export interface Settings {
  readonly language: Language;
  readonly theme: "dark" | "light";
  readonly panel: PanelName | null;
  readonly isAppMode: boolean;
  /** Nodes that are dragged come to stand on the grid. */
  readonly isSnapping: boolean;
  readonly keys: OwnKeys;
  /** The first-run tour was seen or skipped. */
  readonly isToured: boolean;
}

export const PANELS = ["nodes", "templates", "queue", "gallery", "outline", "log"] as const;
export type PanelName = (typeof PANELS)[number];

/** A sentence that appears for a while. */
export interface Notice {
  readonly kind: "info" | "error";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A sentence that a node said while it ran. */
export interface LogLine {
  readonly node: string | null;
  readonly level: string;
  readonly text: string;
}

/** A picture that a run has made. */
export interface Shown {
  readonly file: WireFile;
  readonly job: string;
}

export interface MenuItem {
  readonly label: string;
  readonly keys?: string;
  readonly isOff?: boolean;
  readonly run: () => void;
}

/** What may lie over the page for a moment. */
export interface Overlays {
  readonly menu: (label: string, items: readonly (MenuItem | null)[], point: Point) => void;
  readonly search: (request: SearchRequest) => void;
  readonly palette: () => void;
  readonly help: () => void;
  /** How the packs of nodes that are missing are installed. */
  readonly install: (types: readonly string[]) => void;
  readonly ask: (title: string, value: string, done: (value: string) => void) => void;
  readonly viewer: (pictures: readonly Shown[], at: number) => void;
}

/** Makes a document from the one that is shown. */
export type Edit = (document: WorkflowDocument) => WorkflowDocument;
