import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = ["runtime", "model", "training", "nodes", "editor", "test", "bench", "scripts"];
const LARGEST_FILE = 500;
const MAP = join(ROOT, "docs", "architecture.md");

const files = SOURCES.flatMap((folder) => walk(join(ROOT, folder))).filter((file) => /\.(ts|mjs)$/.test(file));
const short = (file: string) => relative(ROOT, file).replaceAll("\\", "/");

test(`no file is longer than ${LARGEST_FILE} lines`, () => {
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > LARGEST_FILE);
  expect(long.map(short)).toEqual([]);
});

test("nothing is exported as default", () => {
  const defaults = files.filter((file) => /^export default/m.test(readFileSync(file, "utf8")));
  expect(defaults.map(short)).toEqual([]);
});

describe("error tables", async () => {
  const rows = await errorRows();

  test("there are some", () => {
    expect(rows.length).toBeGreaterThan(5);
  });

  test("a code is its layer and its key, and unique over the house", () => {
    for (const { code, key } of rows) expect(code).toMatch(new RegExp(`^[A-Z]+_${key}$`));
    const codes = rows.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test("every row renders a sentence and says what to do", () => {
    const poor = rows.filter(({ message, help }) => message.trim() === "" || !/[.!]$/.test(help));
    expect(poor.map(({ code }) => code)).toEqual([]);
  });
});

describe.skipIf(!existsSync(MAP))("docs/architecture.md", () => {
  /** The fenced block that begins with ```folders: one `path/` a line, then what it is for. */
  const block = existsSync(MAP) ? /```folders\n([\s\S]*?)```/.exec(readFileSync(MAP, "utf8"))?.[1] : undefined;
  const mapped = (block ?? "").split("\n").flatMap((line) => /^\s*(\S+)\/(?:\s|$)/.exec(line)?.[1] ?? []);

  test("maps the folders that exist, and only those", () => {
    const folders = ["", "runtime"].flatMap((parent) => foldersIn(parent)).filter((folder) => !folder.startsWith("."));
    const hidden = ["node_modules", "dist", "out", "runs"];
    expect(mapped.toSorted()).toEqual(folders.filter((folder) => !hidden.includes(folder)).toSorted());
  });

  test("every folder of code has a wall in the import rules", () => {
    const rules = readFileSync(join(ROOT, ".dependency-cruiser.cjs"), "utf8");
    const code = mapped.filter((folder) => /^(runtime\/|model$|training$|nodes$)/.test(folder));
    expect(code.filter((folder) => !rules.includes(`"^${folder}/"`))).toEqual([]);
  });
});

/** Folders that hold at least one file, as `parent/name`. */
function foldersIn(parent: string): string[] {
  return readdirSync(join(ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasFile(join(ROOT, parent, entry.name)))
    .map((entry) => (parent === "" ? entry.name : `${parent}/${entry.name}`));
}

function hasFile(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => entry.isFile() || (entry.isDirectory() && hasFile(join(folder, entry.name))),
  );
}

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "fixtures" || name === "node_modules") return [];
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

interface ErrorRow {
  readonly key: string;
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** Every row of every table in an `errors.ts`, rendered with details that answer to anything. */
async function errorRows(): Promise<ErrorRow[]> {
  const tables = files.filter((file) => /[\\/]errors\.ts$/.test(file) && short(file) !== "runtime/errors.ts");
  const modules = await Promise.all(tables.map((file) => import(pathToFileURL(file).href)));
  return modules.flatMap((exports: Readonly<Record<string, unknown>>) =>
    Object.entries(exports)
      .filter(([name, table]) => name.endsWith("Errors") && typeof table === "object")
      .flatMap(([, table]) => Object.entries(table as Readonly<Record<string, (details: unknown) => ErrorRow>>))
      .map(([key, make]) => {
        const { code, message, help } = make(anything());
        return { key, code, message, help };
      }),
  );
}

/** A value that has every property, can be called, counted and printed: stands for the details of any row. */
function anything(): unknown {
  const answers: Readonly<Record<string | symbol, unknown>> = {
    length: 1,
    [Symbol.toPrimitive]: () => "x",
    [Symbol.iterator]: () => [][Symbol.iterator](),
    toString: () => "x",
    join: () => "x",
    map: () => ["x"],
  };
  return new Proxy(() => {}, {
    get: (_target, name) => (Object.hasOwn(answers, name) ? Reflect.get(answers, name) : anything()),
    apply: () => anything(),
  });
}
