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
  /** Folders of models, by kind. */
  readonly models: Readonly<Record<string, string>>;
  /** Folder of the editor's page. */
  readonly page: string;
}

const levels = ["silent", "error", "warn", "info", "debug"] as const;

/** `nextscale serve`: the server, until Ctrl-C. */
export function createServeCommand(host: ServeHost): CommandDefinition {
  return defineCommand({
    name: "serve",
    summary: "run the server: the editor's page, the queue, and the wire protocol",
    arguments: {},
    options: {
      host: option.value("ADDRESS", "where to listen (default 127.0.0.1)", port.optional(port.text()), {
        env: "NEXTSCALE_HOST",
      }),
      port: option.value(
        "PORT",
        "0 takes any free one (default 8188)",
        port.optional(port.integer({ min: 0, max: 65_535 })),
        { env: "NEXTSCALE_PORT" },
      ),
      device: option.value("DEVICE", "where to compute (default auto)", port.optional(port.text()), {
        env: "NEXTSCALE_DEVICE",
      }),
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
        "how much to log, as JSON lines on stderr (default warn)",
        port.optional(port.choice(levels)),
        { env: "NEXTSCALE_LOG" },
      ),
      config: option.value(
        "FILE",
        "set-up of the server; nextscale.config.json of this folder when it is there. What is given here or by a variable counts more",
        port.optional(port.text()),
        { env: "NEXTSCALE_CONFIG" },
      ),
    },
    run: async ({ config: file, token, ...given }, io) => {
      const { readConfig } = await import("./read-config.ts");
      const saved = await readConfig(file);
      const wish = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const own = token === undefined ? [] : [{ role: "admin" as const, secret: token }];
      const config = { ...saved, ...wish, tokens: [...own, ...saved.tokens] };
      const folder = config.data ?? dataFolder(io);
      const { serve } = await import("./serve.ts");
      await serve({ config, folder, nodes: await host.registry(io), ...host }, io);
    },
  });
}

function dataFolder({ env }: Io): string {
  const home = env.HOME ?? env.USERPROFILE;
  if (home === undefined) throw cliErrors.NO_DATA_FOLDER({});
  return join(home, ".nextscale", "server");
}
