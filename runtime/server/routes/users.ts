import { join } from "node:path";
import { type Request, Router } from "express";
import { z } from "zod";
import { jsonBody } from "../json-body.ts";
import { readAs, readBody } from "../read-body.ts";
import type { Services } from "../services.ts";
import { readJsonFile, writeJsonFile } from "../userdata/json-file.ts";
import { createSerial } from "../userdata/serial.ts";
import { createUsers } from "../userdata/users.ts";

export const newUser = z.looseObject({ username: z.string() });
export const settingsMap = z.record(z.string(), z.unknown());

const FILE = "comfy.settings.json";

/** Who uses the server, and what each likes. */
export function userRoutes(services: Services): Router {
  const routes = Router();
  const users = createUsers(services);
  const alone = createSerial();
  const body = jsonBody(services.limits);

  routes.get("/users", async (_request, response) => {
    const all = await users.list();
    response.json({ storage: "server", ...(all === null ? { migrated: true } : { users: all }) });
  });
  routes.post("/users", body, async (request, response) => {
    response.json(await users.add(readBody(newUser, request).username));
  });

  const fileOf = async (request: Request): Promise<string> => join(await users.folderOf(request), FILE);
  const change = async (request: Request, more: Readonly<Record<string, unknown>>): Promise<void> => {
    const file = await fileOf(request);
    await alone(async () => writeJsonFile(file, FILE, { ...(await readJsonFile(file, FILE)), ...more }));
  };
  routes.get("/settings", async (request, response) => {
    response.json(await readJsonFile(await fileOf(request), FILE));
  });
  routes.get("/settings/:id", async (request, response) => {
    const settings = await readJsonFile(await fileOf(request), FILE);
    const { id } = request.params;
    response.json((Object.hasOwn(settings, id) ? settings[id] : null) ?? null);
  });
  routes.post("/settings", body, async (request, response) => {
    await change(request, readAs(settingsMap, request.body));
    response.end();
  });
  routes.post("/settings/:id", body, async (request, response) => {
    await change(request, Object.fromEntries([[request.params.id, request.body]]));
    response.end();
  });
  return routes;
}
