import { createDoctorCommand } from "../../runtime/cli/index.ts";

/** `nextscale doctor`: what this machine can compute on. */
export const doctorCommand = createDoctorCommand({
  findDevices: async (device) => (await import("../../runtime/backends/devices.ts")).listDevices({ device }),
});
