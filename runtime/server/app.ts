import compression from "compression";
import express, { type Express, type RequestHandler, type Router } from "express";
import { cacheHeaders } from "./cache-headers.ts";
import { serverErrors } from "./errors.ts";
import { reportError } from "./report-error.ts";
import { healthRoutes } from "./routes/health.ts";
import { historyRoutes } from "./routes/history.ts";
import { internalRoutes } from "./routes/internal.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { modelRoutes } from "./routes/models.ts";
import { nodeRoutes } from "./routes/nodes.ts";
import { openapiRoutes } from "./routes/openapi.ts";
import { promptRoutes } from "./routes/prompt.ts";
import { queueRoutes } from "./routes/queue.ts";
import { systemRoutes } from "./routes/system.ts";
import { templateRoutes } from "./routes/templates.ts";
import { uploadRoutes } from "./routes/upload.ts";
import { userdataRoutes } from "./routes/userdata.ts";
import { userRoutes } from "./routes/users.ts";
import { assetRoutesV2 } from "./routes/v2-assets.ts";
import { jobRoutesV2 } from "./routes/v2-jobs.ts";
import { viewRoutes } from "./routes/view.ts";
import type { Services } from "./services.ts";

export interface AppOptions {
  /** Asked in order before any route: who may come in at all. Default none. */
  readonly guards?: readonly RequestHandler[];
  /** Folder of the editor's page; where it does not exist there is no page. Default none. */
  readonly page?: string;
}

/** Every group of routes; each is there bare and under `/api`. */
export const groups: readonly ((services: Services) => Router)[] = [
  promptRoutes,
  queueRoutes,
  historyRoutes,
  jobRoutes,
  nodeRoutes,
  uploadRoutes,
  viewRoutes,
  userRoutes,
  userdataRoutes,
  modelRoutes,
  systemRoutes,
  templateRoutes,
  internalRoutes,
  healthRoutes,
  jobRoutesV2,
  assetRoutesV2,
  openapiRoutes,
];

/** The HTTP side of the server; sockets are beside it (`socket/hub.ts`). */
export function createApp(services: Services, { guards = [], page }: AppOptions = {}): Express {
  const app = express().disable("x-powered-by").set("query parser", "simple");
  for (const guard of guards) app.use(guard);
  app.use(compression(), cacheHeaders);
  for (const group of groups) {
    const routes = group(services);
    app.use("/api", routes);
    app.use(routes);
  }
  if (page !== undefined) app.use(express.static(page, { cacheControl: false }));
  app.use((request, _response, next) => next(serverErrors.NOT_FOUND({ path: request.path })));
  app.use(reportError(services));
  return app;
}
