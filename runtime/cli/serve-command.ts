import { join } from "node:path";
import { port, type Registry } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { cliErrors } from "./errors.ts";
import type { Io } from "./io.ts";
import { option } from "./option.ts";

export interface ServeHost {
  readonly registry: (io: Io) => Promise<Registry>;
  /** The module that an engine process runs; it calls `serveEngine`. */
  readonly engine: string;
  readonly version: () => string;
  /** Folder of the workflows that ship. */
  readonly templates: string;
  /** Folder of the editor's page. */
  readonly page: string;
}

/** `nextscale serve`: the server, until Ctrl-C. */
export function createServeCommand(host: ServeHost): CommandDefinition {
  return defineCommand({
    name: "serve",
    summary: "run the server: the editor's page, the queue, and the wire protocol",
    arguments: {},
    options: {
      host: option.value("ADDRESS", "where to listen", port.text({ default: "127.0.0.1" }), { env: "NEXTSCALE_HOST" }),
      port: option.value("PORT", "0 takes any free one", port.integer({ min: 0, max: 65_535, default: 8188 }), {
        env: "NEXTSCALE_PORT",
      }),
      device: option.value("DEVICE", "where to compute", port.text({ default: "auto" }), { env: "NEXTSCALE_DEVICE" }),
      data: option.value(
        "DIR",
        "folder of queue, history and results; .nextscale/server in the home folder when left out",
        port.optional(port.text()),
        { env: "NEXTSCALE_DATA" },
      ),
      token: option.value(
        "SECRET",
        "what clients must show; needed when others can reach the server",
        port.optional(port.text()),
        { env: "NEXTSCALE_TOKEN" },
      ),
      log: option.value(
        "LEVEL",
        "how much to log, as JSON lines on stderr",
        port.choice(["silent", "error", "warn", "info", "debug"], { default: "warn" }),
        { env: "NEXTSCALE_LOG" },
      ),
    },
    run: async ({ data, ...wish }, io) => {
      const { serve } = await import("./serve.ts");
      await serve({ ...wish, folder: data ?? dataFolder(io), nodes: await host.registry(io), ...host }, io);
    },
  });
}

function dataFolder({ env }: Io): string {
  const home = env.HOME ?? env.USERPROFILE;
  if (home === undefined) throw cliErrors.NO_DATA_FOLDER({});
  return join(home, ".nextscale", "server");
}
