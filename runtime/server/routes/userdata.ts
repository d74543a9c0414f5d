import { readFile, rename, rm } from "node:fs/promises";
import express, { type Request, Router } from "express";
import { z } from "zod";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";
import { setContent } from "../files/content-type.ts";
import { mediaTypeOfName } from "../files/media-type.ts";
import { readQuery } from "../read-body.ts";
import type { Services } from "../services.ts";
import { type Entry, entryOf, listFolder } from "../userdata/list-folder.ts";
import { partsOf, pathIn } from "../userdata/path-in.ts";
import { createSerial } from "../userdata/serial.ts";
import { createUsers } from "../userdata/users.ts";
import { makeFolderOf, writeFileAs } from "../userdata/write-file.ts";

const isTrue = z
  .string()
  .default("")
  .transform((text) => text.toLowerCase() === "true");
const isNotFalse = z
  .string()
  .default("")
  .transform((text) => text.toLowerCase() !== "false");

export const listQuery = z.looseObject({ dir: z.string().min(1), recurse: isTrue, split: isTrue, full_info: isTrue });
export const listQueryV2 = z.looseObject({ path: z.string().default("") });
export const writeQuery = z.looseObject({ overwrite: isNotFalse, full_info: isTrue });

/** Files of a user, such as saved workflows: by path within a folder that none can leave. */
export function userdataRoutes(services: Services): Router {
  const { limits } = services;
  const routes = Router();
  const users = createUsers(services);
  const alone = createSerial();
  const bytes = express.raw({ type: () => true, limit: limits.upload });

  routes.get("/userdata", async (request, response) => {
    const { dir, recurse, split, full_info } = readQuery(listQuery, request);
    const entries = await listFolder(await pathIn(await users.folderOf(request), dir), { recursive: recurse });
    if (entries === null) throw serverErrors.NOT_FOUND({ path: dir });
    const files = entries.filter(({ isFolder }) => !isFolder);
    if (full_info) response.json(files.map(infoOf));
    else if (split) response.json(files.map(({ path }) => [path, ...path.split("/")]));
    else response.json(files.map(({ path }) => path));
  });

  routes.get("/v2/userdata", async (request, response) => {
    const { path } = readQuery(listQueryV2, request);
    const root = await users.folderOf(request);
    const folder = path === "" ? root : await pathIn(root, path);
    const entries = (await listFolder(folder)) ?? (path === "" ? [] : null);
    if (entries === null) throw serverErrors.NOT_FOUND({ path });
    const before = path === "" ? "" : `${partsOf(path).join("/")}/`;
    response.json(
      entries.map((entry) => ({
        name: entry.path,
        ...(entry.isFolder ? { path: `${before}${entry.path}` } : infoOf({ ...entry, path: `${before}${entry.path}` })),
        type: entry.isFolder ? "directory" : "file",
      })),
    );
  });

  /** Where a file of the user is to be, and what is there. */
  const find = async (request: Request, name: string) => {
    const path = await pathIn(await users.folderOf(request), name);
    const parts = partsOf(name).join("/");
    return { path, name: parts, there: await entryOf(path, parts) };
  };
  const findFile = async (request: Request, name: string) => {
    const found = await find(request, name);
    if (found.there === null || found.there.isFolder) throw serverErrors.NOT_FOUND({ path: name });
    return { ...found, there: found.there };
  };

  routes.get("/userdata/:file", async (request, response) => {
    const { path, name } = await findFile(request, request.params.file);
    const content = await readFile(path).catch((cause: unknown) => {
      throw fileError(cause, name, "read");
    });
    setContent(request, response, name.slice(name.lastIndexOf("/") + 1), mediaTypeOfName(name));
    response.set("Cache-Control", "private, no-cache").end(content);
  });

  routes.post("/userdata/:file", bytes, async (request: Request<{ file: string }>, response) => {
    const { overwrite, full_info } = readQuery(writeQuery, request);
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const entry = await alone(async () => {
      const { path, name, there } = await find(request, request.params.file);
      if (there !== null && (there.isFolder || !overwrite)) throw serverErrors.FILE_THERE({ path: name });
      await writeFileAs(path, name, content);
      return entryOf(path, name);
    });
    response.json(full_info && entry !== null ? infoOf(entry) : entry?.path);
  });

  routes.delete("/userdata/:file", async (request, response) => {
    await alone(async () => {
      const { path, name } = await findFile(request, request.params.file);
      await rm(path).catch((cause: unknown) => {
        throw fileError(cause, name, "write");
      });
    });
    response.status(204).end();
  });

  routes.post("/userdata/:file/move/:to", async (request, response) => {
    const { overwrite, full_info } = readQuery(writeQuery, request);
    const entry = await alone(async () => {
      const from = await findFile(request, request.params.file);
      const to = await find(request, request.params.to);
      if (to.there !== null && (to.there.isFolder || !overwrite)) throw serverErrors.FILE_THERE({ path: to.name });
      await makeFolderOf(to.path, to.name);
      await rename(from.path, to.path).catch((cause: unknown) => {
        throw fileError(cause, to.name, "write");
      });
      return entryOf(to.path, to.name);
    });
    response.json(full_info && entry !== null ? infoOf(entry) : entry?.path);
  });
  return routes;
}

function infoOf({ path, size, modified, created }: Entry) {
  return { path, size, modified, created };
}
