import type { NodeEvent } from "../jobs/event.ts";
import type { JobId, NamedFile } from "../jobs/job.ts";
import type { Place, PreviewImage, RunEvent } from "../workflow/index.ts";
import { encodePreview } from "./encode-picture.ts";
import type { KeptFiles } from "./kept-files.ts";
import type { FromEngine } from "./messages.ts";

export interface RelayOptions {
  readonly job: JobId;
  readonly files: KeptFiles;
  /** Whether pictures of the work so far are wanted. */
  readonly previews: boolean;
  /** Whether a node of this type is run for its effect. */
  readonly isOutput: (nodeType: string) => boolean;
  readonly send: (message: FromEngine) => void;
}

/** Turns the events of a run into messages, in order: see `fromEngine`. */
export interface Relay {
  readonly onEvent: (event: RunEvent) => void;
  /** Resolves when all is sent; rejects with the first thing that could not be kept. */
  readonly finished: () => Promise<{ readonly cached: readonly string[]; readonly executed: readonly string[] }>;
}

/** What a node has shown since it started. */
interface Shown {
  readonly place: Place;
  readonly isOutput: boolean;
  readonly isCached: boolean;
  readonly files: Promise<NamedFile>[];
  readonly pictures: PreviewImage[];
  readonly texts: string[];
  /** Points of curves that a kept result is told with. */
  readonly points: NodeEvent[];
}

export function createRelay({ job, files, previews, isOutput, send }: RelayOptions): Relay {
  const shown = new Map<string, Shown>();
  const cached: string[] = [];
  const executed = new Set<string>();
  /** Cached nodes whose results are still to be told. */
  let telling: Shown[] = [];
  let toldCached = false;
  let failed: { readonly error: unknown } | null = null;
  let sent = Promise.resolve();
  /** Pictures each node has shown so far. */
  const pictured = new Map<string, number>();

  const inOrder = (work: () => void | Promise<void>): void => {
    sent = sent.then(work).catch((error: unknown) => {
      failed ??= { error };
    });
  };
  const say = (event: NodeEvent): void => inOrder(() => send({ type: "event", job, event }));

  const begin = (event: Place & { readonly nodeType: string }, isCached: boolean): Shown => {
    const begun = {
      place: event,
      isOutput: isOutput(event.nodeType),
      isCached,
      files: [],
      pictures: [],
      texts: [],
      points: [],
    };
    shown.set(keyOf(event), begun);
    return begun;
  };
  const end = (event: Place): void => {
    const one = shown.get(keyOf(event));
    if (one === undefined) return;
    shown.delete(keyOf(event));
    tell(one);
  };
  /** Sends what a node showed; pictures are results where an output wrote no file. */
  const tell = ({
    place: { node, display },
    isOutput: isResult,
    files: written,
    pictures,
    texts,
    points,
  }: Shown): void => {
    for (const point of points) say(point);
    const all = isResult && written.length === 0 ? pictures.map(files.shown) : written;
    if (all.length === 0 && texts.length === 0) return;
    const kept = Promise.all(all);
    kept.catch(() => {}); // heard of below, in its turn
    inOrder(async () => send({ type: "output", job, output: { node, display, files: await kept, texts } }));
  };
  const tellCached = (): void => {
    if (!toldCached) {
      const nodes = [...cached];
      inOrder(() => send({ type: "cached", job, nodes }));
      toldCached = true;
    }
    for (const one of telling) {
      shown.delete(keyOf(one.place));
      tell(one);
    }
    telling = [];
  };

  const preview = ({ node, display }: Place, image: PreviewImage): void => {
    const number = (pictured.get(node) ?? 0) + 1;
    pictured.set(node, number);
    inOrder(async () => {
      if ((pictured.get(node) ?? 0) - number >= MOST_BEHIND) return;
      const { bytes, mediaType, width, height } = await encodePreview(image);
      const event = { type: "node-preview", node, display, mediaType, width, height, image: bytes } as const;
      send({ type: "event", job, event });
    });
  };

  const onEvent = (event: RunEvent): void => {
    if (event.type === "run-start") return;
    const one = "node" in event ? shown.get(keyOf(event)) : undefined;
    const isSaidAgain = one?.isCached === true && SAID.has(event.type);
    if (event.type !== "node-cached" && !isSaidAgain) tellCached();
    switch (event.type) {
      case "node-cached":
        cached.push(event.node);
        telling.push(begin(event, true));
        if (toldCached) say(event);
        return;
      case "node-start":
        begin(event, false);
        say(event);
        return;
      case "node-file":
        one?.files.push(one.isCached ? files.named(event.path) : files.written(event.path));
        return;
      case "node-preview":
        if (one?.isOutput) one.pictures.push(event.image);
        if (previews && one?.isCached !== true) preview(event, event.image);
        return;
      case "node-text":
        one?.texts.push(event.continues ? `${one.texts.pop() ?? ""}${event.text}` : event.text);
        if (one?.isCached !== true) say(event);
        return;
      case "node-done":
        executed.add(event.node);
        say(event);
        end(event);
        return;
      case "node-error":
        say(event);
        end(event);
        return;
      case "node-metric":
        if (one?.isCached === true) one.points.push(event);
        else say(event);
        return;
      case "node-progress":
      case "node-log":
      case "node-blocked":
        say(event);
        return;
      case "run-done":
        for (const left of [...shown.values()]) end(left.place);
        return;
    }
  };

  return {
    onEvent,
    finished: async () => {
      tellCached();
      await sent;
      const first = failed as { readonly error: unknown } | null;
      if (first !== null) throw first.error;
      return { cached, executed: [...executed] };
    },
  };
}

/** A picture is left out when this many newer ones of its node wait to be encoded. */
const MOST_BEHIND = 16;

const SAID: ReadonlySet<string> = new Set(["node-text", "node-file", "node-metric", "node-preview"]);

const keyOf = ({ node, iteration }: Place): string => `${node}@${iteration.join()}`;
