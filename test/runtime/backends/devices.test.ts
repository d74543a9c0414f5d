import { expect, test } from "vitest";
import { listDevices, openBackend } from "../../../runtime/backends/devices.ts";
import { probeOnnx } from "../../../runtime/backends/onnx/probe.ts";
import { webgpuProblem } from "../../conformance/webgpu.ts";

const problem = await webgpuProblem();

test("onnx and tfjs run on the cpu; one device is chosen; those not usable say why", async () => {
  const devices = await listDevices();
  const usable = devices.filter((d) => d.usable).map((d) => `${d.backend}:${d.device}`);
  expect(usable).toEqual(expect.arrayContaining(["onnx:cpu", "tfjs:wasm", "tfjs:cpu"]));
  expect(devices.filter((d) => d.chosen)).toHaveLength(1);
  for (const d of devices) expect(d.detail, d.device).not.toBe("");
});

test.skipIf(problem)(
  `a software driver is chosen by its name only${problem ? ` (skipped: ${problem})` : ""}`,
  async () => {
    const software = (await listDevices()).find((d) => d.device === "webgpu");
    expect(software).toMatchObject({ usable: true, chosen: software?.detail === "GPU" });
    const asked = await listDevices({ device: "webgpu" });
    expect(asked.find((d) => d.chosen)).toMatchObject({ backend: "onnx", device: "webgpu" });
    expect(await openBackend({ device: "onnx:webgpu" })).toMatchObject({ name: "onnx", device: "webgpu" });
  },
);

test.each([
  [{}, "onnx", expect.any(String)],
  [{ device: "cpu" }, "onnx", "cpu"],
  [{ device: "onnx:cpu", threads: 1 }, "onnx", "cpu"],
  [{ device: "tfjs:cpu" }, "tfjs", "cpu"],
  [{ device: "tfjs" }, "tfjs", expect.any(String)],
  [{ backend: "tfjs", device: "wasm" }, "tfjs", "wasm"],
] as const)("%j opens a backend", async (options, name, device) => {
  const backend = await openBackend(options);
  expect(backend).toMatchObject({ name, device });
  await backend.close();
});

test.each([
  [{ device: "abacus" }, /onnxruntime has .*cpu/],
  [{ device: "torch:cpu" }, /torch is not a backend; there are onnx and tfjs/],
  [{ backend: "onnx", device: "tfjs:cpu" }, /tfjs is not the backend asked for, onnx/],
  [{ device: "tfjs:abacus" }, /tfjs has cuda, node, wasm, cpu/],
] as const)("%j is refused with the reason", async (options, reason) => {
  await expect(openBackend(options)).rejects.toMatchObject({
    code: "BACKEND_DEVICE_UNAVAILABLE",
    message: expect.stringMatching(reason),
  });
});

test("a driver that hangs or dies is not usable, and harms nobody", async () => {
  expect(await probeOnnx("cpu", { timeoutMs: 1 })).toMatchObject({
    usable: false,
    detail: expect.stringContaining("did not answer"),
  });
  expect(await probeOnnx("cpu")).toMatchObject({ usable: true });
});
