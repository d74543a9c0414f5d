import { Router } from "express";
import type { Services } from "../services.ts";
import { objectInfo } from "../wire/object-info.ts";
import { replacementRecordOf } from "../wire/replacement.ts";

/** What nodes there are. An unknown one is an empty answer, as clients ask for nodes that they know by name. */
export function nodeRoutes({ registry }: Services): Router {
  const routes = Router();
  routes.get("/object_info", (_request, response) => {
    response.json(Object.fromEntries([...registry].map(([type, node]) => [type, objectInfo(node)])));
  });
  routes.get("/object_info/*type", (request, response) => {
    const type = [request.params.type].flat().join("/");
    const node = registry.get(type);
    response.json(node === undefined ? {} : { [type]: objectInfo(node) });
  });
  routes.get("/node_replacements", (_request, response) => {
    const rows = [...registry.replacements.values()].map((row) => [row.oldType, [replacementRecordOf(row)]]);
    response.json(Object.fromEntries(rows));
  });
  return routes;
}
