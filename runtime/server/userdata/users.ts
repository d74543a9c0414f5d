import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Request } from "express";
import { serverErrors } from "../errors.ts";
import type { Services } from "../services.ts";
import { readJsonFile, writeJsonFile } from "./json-file.ts";
import { createSerial } from "./serial.ts";

/** The people who keep things on a server. */
export interface Users {
  /** Names by id; null when the server has one user only. */
  readonly list: () => Promise<Readonly<Record<string, string>> | null>;
  /** Returns the id. Rejects with SERVER_BAD_REQUEST. */
  readonly add: (name: string) => Promise<string>;
  /** The folder of the user whom a request names. It may not be there yet. Rejects with SERVER_UNKNOWN_USER. */
  readonly folderOf: (request: Request) => Promise<string>;
}

const ONLY = "default";
/** Users that belong to the system begin so, and are nobody whom a request could name. */
const SYSTEM = "__";
const NAME = /^[^\p{Cc}\p{Surrogate}]{1,100}$/u;

/** Who a person is, the header `comfy-user` says; it tells people apart and does not keep anybody out. */
export function createUsers({ dataFolder, multiUser }: Pick<Services, "dataFolder" | "multiUser">): Users {
  const file = join(dataFolder, "users.json");
  const alone = createSerial();
  const read = async (): Promise<Readonly<Record<string, string>>> => {
    const users = Object.entries(await readJsonFile(file, "users.json"));
    return Object.fromEntries(
      users.flatMap(([id, name]) => (typeof name === "string" && isUserId(id) ? [[id, name]] : [])),
    );
  };
  return {
    list: async () => (multiUser ? { [ONLY]: ONLY, ...(await read()) } : null),
    add: (given) =>
      alone(async () => {
        const name = given.trim();
        if (!multiUser) throw serverErrors.BAD_REQUEST({ problem: "this server has one user only" });
        if (!NAME.test(name) || name.startsWith(SYSTEM))
          throw serverErrors.BAD_REQUEST({ problem: "no such name can be given" });
        const users = await read();
        if ([ONLY, ...Object.values(users)].includes(name))
          throw serverErrors.BAD_REQUEST({ problem: "that name is taken" });
        const id = `${name.replace(/[^a-z0-9]+/gi, "-").slice(0, 40)}_${randomUUID()}`;
        await writeJsonFile(file, "users.json", { ...users, [id]: name });
        return id;
      }),
    folderOf: async (request) => {
      if (!multiUser) return join(dataFolder, "users", ONLY);
      const id = request.get("comfy-user") ?? ONLY;
      const isKnown = id === ONLY || (isUserId(id) && Object.hasOwn(await read(), id));
      if (!isKnown) throw serverErrors.UNKNOWN_USER({});
      return join(dataFolder, "users", id);
    },
  };
}

/** Ids are names of folders, so they are made of letters, digits, `-` and `_`, and no system user has one. */
function isUserId(id: string): boolean {
  return /^[\w-]{1,100}$/.test(id) && !id.startsWith(SYSTEM);
}
