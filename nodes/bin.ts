#!/usr/bin/env node
import { main } from "../runtime/cli/index.ts";
import { commands } from "./commands/index.ts";
import { packageVersion } from "./package-version.ts";

await main({
  version: packageVersion(),
  description: "Runs, trains and wires NextFlow: one model that writes text token by token and paints scale by scale.",
  commands,
});
