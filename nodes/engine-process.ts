import { listDevices } from "../runtime/backends/devices.ts";
import type { DeviceInfo } from "../runtime/engine/messages.ts";
import { serveEngine } from "../runtime/engine/serve-engine.ts";
import { builtinNodes } from "./registry.ts";

/** The engine process: a server forks this file to run jobs with the built-in nodes. */
serveEngine({ registry: async () => builtinNodes(), devices: usableDevices });

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
