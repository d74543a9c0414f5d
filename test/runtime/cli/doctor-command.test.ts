import { expect, test } from "vitest";
import { createDoctorCommand, type DeviceReport, runCli } from "../../../runtime/cli/index.ts";
import { fakeIo } from "./fake-io.ts";

const devices: readonly DeviceReport[] = [
  { backend: "onnx", device: "cpu", usable: true, chosen: true, detail: "2 threads" },
  { backend: "onnx", device: "webgpu", usable: false, chosen: false, detail: "no Vulkan driver was found" },
];

async function check(found: readonly DeviceReport[], ...argv: string[]) {
  const fake = fakeIo({ env: { NEXTSCALE_DEVICE: "cpu" } });
  const asked: string[] = [];
  const doctor = createDoctorCommand({
    findDevices: async (device) => {
      asked.push(device);
      return found;
    },
  });
  const code = await runCli(["doctor", ...argv], { version: "0", description: "", commands: [doctor] }, fake.io);
  return { code, asked, ...fake.written };
}

test("the table shows every device, the chosen one, and why others are not usable", async () => {
  const { code, stdout, asked } = await check(devices);
  expect({ code, asked }).toEqual({ code: 0, asked: ["cpu"] });
  expect(stdout.split("\n")).toEqual([
    "   BACKEND  DEVICE  STATE       DETAIL",
    "→  onnx     cpu     usable      2 threads",
    "   onnx     webgpu  not usable  no Vulkan driver was found",
    "Work runs on onnx cpu.",
    "",
  ]);
});

test("--device is handed on, and --json prints the list", async () => {
  const { stdout, asked } = await check(devices, "--device", "webgpu", "--json");
  expect(asked).toEqual(["webgpu"]);
  expect(JSON.parse(stdout)).toEqual(devices);
});

test("a machine without a device is told so", async () => {
  expect((await check([])).stdout).toContain("No device can be used.");
});
