import { roleFor } from "../guard/access.ts";
import { operations } from "./document.ts";
import type { Operation } from "./operation.ts";

/** The routes as a page that needs no script: what OpenAPI says in full, for a person to look through. */
export function openApiPage(version: string): string {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const sections = tags.map((tag) => {
    const rows = operations.filter((operation) => operation.tag === tag).map(row);
    return `<h2>${text(tag)}</h2>\n<table>\n${rows.join("\n")}\n</table>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>NextScale: routes</title>
<link rel="stylesheet" href="openapi.css">
<h1>NextScale ${text(version)}</h1>
<p>Every route is there as it stands here and under <code>/api</code>. What each takes and gives is in
<a href="openapi.json">openapi.json</a>, which generators of clients read.</p>
${sections.join("\n")}
</html>
`;
}

export const PAGE_STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; }
td { padding: .3rem .6rem .3rem 0; border-top: 1px solid #ddd; vertical-align: top; }
td:first-child { width: 4.5rem; font-weight: 600; }
td:last-child { width: 4rem; color: #595959; }
code { font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #1b1b1b; }
  td { border-color: #444; }
  td:last-child { color: #aaa; }
  a { color: #8ab4f8; }
}
`.trimStart();

function row({ method, path, summary }: Operation): string {
  const role = roleFor(method.toUpperCase(), path) ?? "anyone";
  return `<tr><td>${method.toUpperCase()}<td><code>${text(path)}</code><br>${text(summary)}<td>${role}`;
}

function text(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
