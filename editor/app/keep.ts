import { isObject } from "../../runtime/workflow/file/json.ts";
import { startHistory } from "../core/history.ts";
import type { Tab, Tabs } from "../core/tabs.ts";
import { languageOf } from "../words/words.ts";
import { PANELS, type Settings } from "./app.ts";

/** The part of the browser's storage that is used. It may be full or forbidden: then nothing is kept. */
export type Keep = Pick<Storage, "getItem" | "setItem">;

const TABS = "nextscale.tabs";
const SETTINGS = "nextscale.settings";

/** Writes the open tabs, so that a crash or a reload loses nothing. */
export function keepTabs(keep: Keep, { open, active }: Tabs): void {
  const saved = open.map(({ id, name, history, kept, file, path, view, job }) => {
    const isSame = Object.is(history.present, kept);
    return { id, name, file, path, view, job, document: history.present, kept: isSame ? null : kept };
  });
  tryTo(() => keep.setItem(TABS, JSON.stringify({ open: saved, active })));
}

/** The tabs as they were left; null on a first visit. */
export function keptTabs(keep: Keep): Tabs | null {
  const saved = parsed(tryTo(() => keep.getItem(TABS)) ?? null);
  if (!isObject(saved) || !Array.isArray(saved.open)) return null;
  const open = saved.open.flatMap((each: unknown): Tab[] => {
    if (!isObject(each) || !isObject(each.document) || typeof each.id !== "string") return [];
    return [
      {
        id: each.id,
        name: String(each.name),
        history: startHistory(each.document),
        kept: isObject(each.kept) ? each.kept : each.document,
        file: typeof each.file === "string" ? each.file : null,
        path: Array.isArray(each.path) ? each.path.map(String) : [],
        view: viewOf(each.view),
        job: typeof each.job === "string" ? each.job : null,
      },
    ];
  });
  const active = open.some(({ id }) => id === saved.active) ? String(saved.active) : (open[0]?.id ?? "");
  return open.length === 0 ? null : { open, active };
}

export function keepSettings(keep: Keep, settings: Settings): void {
  tryTo(() => keep.setItem(SETTINGS, JSON.stringify(settings)));
}

export function keptSettings(keep: Keep, languages: readonly string[], isLight: boolean): Settings {
  const saved = parsed(tryTo(() => keep.getItem(SETTINGS)) ?? null);
  const known = isObject(saved) ? saved : {};
  return {
    language: languageOf(typeof known.language === "string" ? [known.language] : languages),
    theme: known.theme === "light" || (known.theme === undefined && isLight) ? "light" : "dark",
    panel: PANELS.find((panel) => panel === known.panel) ?? null,
    isAppMode: known.isAppMode === true,
    isSnapping: known.isSnapping === true,
    keys: keysIn(known.keys),
    isToured: known.isToured === true,
  };
}

function keysIn(value: unknown): Settings["keys"] {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

function viewOf(value: unknown): Tab["view"] {
  if (!isObject(value) || typeof value.scale !== "number" || !Array.isArray(value.offset)) return null;
  const [x, y] = value.offset;
  return typeof x === "number" && typeof y === "number" ? { scale: value.scale, offset: [x, y] } : null;
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  return tryTo(() => JSON.parse(text) as unknown) ?? null;
}

function tryTo<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
