import { freemem, totalmem } from "node:os";
import { Router } from "express";
import { serverFeatures } from "../features.ts";
import type { Services } from "../services.ts";

/** What this server is and runs on. The command it was started with stays out: secrets may stand there. */
export function systemRoutes({ runner, limits, version }: Services): Router {
  const routes = Router();
  routes.get("/features", (_request, response) => {
    response.json(serverFeatures(limits));
  });
  routes.get("/system_stats", (_request, response) => {
    const { status, rss, lost, cache, devices, paused } = runner.engine();
    response.json({
      system: {
        os: process.platform,
        ram_total: totalmem(),
        ram_free: freemem(),
        comfyui_version: version,
        required_frontend_version: null,
        installed_templates_version: null,
        required_templates_version: null,
        comfy_package_versions: [],
        python_version: `none: Node.js ${process.version}`,
        pytorch_version: "none",
        embedded_python: false,
        deploy_environment: "nextscale",
        argv: [],
      },
      devices: devices.map(({ name, type, totalBytes, freeBytes }, index) => ({
        name,
        type,
        index,
        vram_total: totalBytes ?? 0,
        vram_free: freeBytes ?? 0,
        torch_vram_total: 0,
        torch_vram_free: 0,
      })),
      engine: { status, paused, memory: rss, lost, cache_entries: cache.entries, cache_bytes: cache.bytes },
    });
  });
  for (const path of ["/extensions"]) routes.get(path, (_request, response) => void response.json([]));
  for (const path of ["/i18n", "/global_subgraphs"]) routes.get(path, (_request, response) => void response.json({}));
  return routes;
}
