import { listDevices } from "../runtime/backends/devices.ts";
import { packsFolder } from "../runtime/cli/index.ts";
import type { DeviceInfo } from "../runtime/engine/messages.ts";
import { serveEngine } from "../runtime/engine/serve-engine.ts";
import type { Registry } from "../runtime/workflow/index.ts";
import { installedNodes } from "./installed-nodes.ts";
import { builtinNodes } from "./registry.ts";

/** The engine process: a server forks this file to run jobs with the built-in nodes and those of installed packs. */
serveEngine({ registry: nodes, devices: usableDevices });

async function nodes(): Promise<Registry> {
  const folder = packsFolder(process);
  return folder === null ? builtinNodes() : (await installedNodes(folder)).registry;
}

async function usableDevices(): Promise<readonly DeviceInfo[]> {
  const found = await listDevices();
  return found
    .filter(({ usable }) => usable)
    .toSorted((a, b) => Number(b.chosen) - Number(a.chosen))
    .map(({ backend, device, detail }) => ({
      name: `${backend} ${device}: ${detail}`,
      type: device,
      totalBytes: null,
      freeBytes: null,
    }));
}
