import { readFile } from "node:fs/promises";
import { Router } from "express";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";
import type { Services } from "../services.ts";
import { entryOf, listFolder } from "../userdata/list-folder.ts";
import { pathIn } from "../userdata/path-in.ts";

/** Under which name the templates that ship stand in the gallery. */
const OWN = "nextscale";

/** Workflows to begin with. */
export function templateRoutes({ templates }: Services): Router {
  const routes = Router();
  routes.get("/workflow_templates", async (_request, response) => {
    const files = templates === null ? [] : ((await listFolder(templates)) ?? []);
    const names = files.flatMap(({ path, isFolder }) =>
      !isFolder && path.endsWith(".json") ? [path.slice(0, -".json".length)] : [],
    );
    response.json(names.length === 0 ? {} : { [OWN]: names.sort() });
  });
  routes.get("/workflow_templates/:pack/:file", async (request, response) => {
    const { pack, file } = request.params;
    const path = templates === null || pack !== OWN ? null : await pathIn(templates, file);
    const entry = path === null || !file.endsWith(".json") ? null : await entryOf(path, file);
    if (path === null || entry === null || entry.isFolder) throw serverErrors.NOT_FOUND({ path: file });
    const content = await readFile(path).catch((cause: unknown) => {
      throw fileError(cause, file, "read");
    });
    response.type("application/json").send(content);
  });
  return routes;
}
