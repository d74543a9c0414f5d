import { z } from "zod";
import type { FilePlace } from "../file-table.ts";
import type { Sql } from "./sql.ts";

const LEAST_DIGITS = 5;

interface NameParts {
  readonly stem: string;
  /** null when the name has none. */
  readonly number: number | null;
  readonly digits: number;
  /** With its dot, or empty. */
  readonly ending: string;
}

/** `star_00012.png` is stem `star`, number 12, ending `.png`. */
export function nameParts(name: string): NameParts {
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 ? name.slice(dot) : "";
  const bare = name.slice(0, name.length - ending.length);
  const [, stem, digits] = /^(.+)_(\d{1,9})$/.exec(bare) ?? [];
  if (stem === undefined || digits === undefined) return { stem: bare, number: null, digits: LEAST_DIGITS, ending };
  return { stem, number: Number(digits), digits: digits.length, ending };
}

/**
 * The name asked for with a number that was never given to that name before, even where its file is gone by now:
 * a name that someone has noted never comes to mean another picture.
 */
export function freeName(sql: Sql, { folder, subfolder, name }: FilePlace): string {
  const { stem, number, digits, ending } = nameParts(name);
  for (;;) {
    const row = sql.get(
      z.object({ last: z.number() }),
      `INSERT INTO names VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last = max(last + 1, excluded.last) RETURNING last`,
      folder,
      subfolder,
      stem,
      ending,
      number ?? 1,
    );
    const last = row?.last ?? 1;
    const free = number === null && last === 1 ? name : `${stem}_${String(last).padStart(digits, "0")}${ending}`;
    if (!isTaken(sql, { folder, subfolder, name: free })) return free;
  }
}

function isTaken(sql: Sql, { folder, subfolder, name }: FilePlace): boolean {
  const row = sql.get(
    z.unknown(),
    "SELECT 1 FROM files WHERE folder = ? AND subfolder = ? AND name = ?",
    folder,
    subfolder,
    name,
  );
  return row !== null;
}
