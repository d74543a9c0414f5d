import { Router } from "express";
import { type OpenApiDocument, openApiDocument } from "../openapi/document.ts";
import { openApiPage, PAGE_STYLE } from "../openapi/page.ts";
import type { Services } from "../services.ts";

/** What the server answers to, for programs and for people. */
export function openapiRoutes({ version }: Services): Router {
  const routes = Router();
  let document: OpenApiDocument | null = null;
  routes.get("/openapi.json", (_request, response) => {
    document ??= openApiDocument(version);
    response.json(document);
  });
  routes.get("/openapi", (_request, response) => {
    response.type("text/html").send(openApiPage(version));
  });
  routes.get("/openapi.css", (_request, response) => {
    response.type("text/css").send(PAGE_STYLE);
  });
  return routes;
}
