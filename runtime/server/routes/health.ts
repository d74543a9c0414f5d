import { monitorEventLoopDelay } from "node:perf_hooks";
import { Router } from "express";
import { metricsText } from "../metrics-text.ts";
import type { Services } from "../services.ts";

/** How the server is: for who watches over it. */
export function healthRoutes({ store, runner, metrics, version, logger }: Services): Router {
  const routes = Router();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();

  /** The process answers. */
  routes.get("/health", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ status: "ok", version });
  });
  /** Jobs that are sent now are kept and will run. */
  routes.get("/ready", async (_request, response) => {
    const isKept = await store.counts().then(
      () => true,
      (error: unknown) => {
        logger.error({ err: error }, "the store does not answer");
        return false;
      },
    );
    const { status, paused } = runner.engine();
    const isReady = isKept && !paused && status !== "waiting";
    response.set("Cache-Control", "no-store").status(isReady ? 200 : 503);
    response.json({ status: isReady ? "ready" : "not ready", store: isKept, engine: status, paused });
  });
  routes.get("/metrics", (_request, response) => {
    const text = metricsText({
      jobs: metrics(),
      engine: runner.engine(),
      delay,
      rss: process.memoryUsage.rss(),
      uptime: process.uptime(),
    });
    delay.reset();
    response.type("text/plain; version=0.0.4; charset=utf-8").send(text);
  });
  return routes;
}
