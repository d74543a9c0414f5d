import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from "express";
import { NextscaleError } from "../errors.ts";
import { cacheHeaders } from "./cache-headers.ts";
import { serverErrors } from "./errors.ts";
import { knownError, statusOf } from "./http-error.ts";
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
import { envelope } from "./v2/envelope.ts";

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

/** Faults as JSON. What nobody foresaw is logged whole and told to the client without its inside. */
function reportError({ logger }: Services): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = knownError(thrown);
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, method: request.method, path: request.path }, "request failed");
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    if (status === 429 && !response.hasHeader("Retry-After")) response.set("Retry-After", "5");
    if (/^(\/api)?\/v2\/(jobs|assets)(\/|$)/i.test(request.path)) {
      response.status(status).json(envelope(error));
      return;
    }
    const known = error instanceof NextscaleError;
    const told = known
      ? { type: error.code, message: error.message, details: error.help, extra_info: {} }
      : { type: "internal_error", message: "The server failed.", details: "Its log says more.", extra_info: {} };
    response.status(status).json({ error: told, node_errors: {} });
  };
}
