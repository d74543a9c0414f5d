import type { DeviceReport } from "../backends/devices.ts";
import { port } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { type Io, line } from "./io.ts";
import { option } from "./option.ts";
import { table } from "./table.ts";

/** Finds the devices; `device` is what was asked for, "auto" by default. */
export type FindDevices = (device: string, io: Io) => Promise<readonly DeviceReport[]>;

/** `nextscale doctor`: the backends and devices of this machine, the chosen one, and why others are not usable. */
export function createDoctorCommand({ findDevices }: { readonly findDevices: FindDevices }): CommandDefinition {
  return defineCommand({
    name: "doctor",
    summary: "list the backends and devices found, the chosen one, and why others are not usable",
    arguments: {},
    options: {
      device: option.value("DEVICE", "the device to choose", port.text({ default: "auto" }), {
        env: "NEXTSCALE_DEVICE",
      }),
      json: option.flag("print the list as JSON"),
    },
    run: async ({ device, json }, io) => {
      const devices = await findDevices(device, io);
      line(io.stdout, json ? JSON.stringify(devices, null, 2) : doctorTable(devices));
    },
  });
}

function doctorTable(devices: readonly DeviceReport[]): string {
  const rows = devices.map(({ backend, device, usable, chosen, detail }) => [
    chosen ? "→" : " ",
    backend,
    device,
    usable ? "usable" : "not usable",
    detail,
  ]);
  const chosen = devices.find((device) => device.chosen);
  const choice = chosen ? `Work runs on ${chosen.backend} ${chosen.device}.` : "No device can be used.";
  return `${table([["", "BACKEND", "DEVICE", "STATE", "DETAIL"], ...rows])}\n${choice}`;
}
