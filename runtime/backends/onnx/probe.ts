import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { input, program } from "../../tensor/index.ts";
import { toOnnx } from "./compile.ts";

/** What was found out about a device. */
export type Probe =
  | { readonly usable: true; readonly hardware: boolean; readonly detail: string }
  | { readonly usable: false; readonly detail: string };

/** A driver that answers at all does so in 1–2 s, compiling its first shader included. */
const TIMEOUT_MS = 20_000;

/**
 * Runs a small program on `device` in a process of its own, so that a driver that crashes or hangs harms nobody. A
 * software driver is usable, but not hardware.
 */
export async function probeOnnx(device: string, { timeoutMs = TIMEOUT_MS } = {}): Promise<Probe> {
  const answer = await ask(device, timeoutMs);
  if (!("drivers" in answer)) {
    const missing = /load shared library|load library/.test(answer.reason);
    return { usable: false, detail: missing ? `onnxruntime's ${device} libraries are not installed.` : answer.reason };
  }
  const software = answer.drivers.find((file) => /swiftshader|lvp/.test(file));
  const hardware =
    hasGpu() && !(software && answer.drivers.every((file) => /swiftshader|lvp|libvulkan\.so/.test(file)));
  return {
    usable: true,
    hardware,
    detail: hardware ? "GPU" : `software driver (${software ?? "no GPU in this machine"})`,
  };
}

/** Whether this machine has a GPU at all, as far as the system's device files tell. */
export function hasGpu(): boolean {
  if (process.platform !== "linux") return true;
  const nodes = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  return (
    existsSync("/dev/dxg") ||
    [...nodes("/dev/dri"), ...nodes("/dev")].some((name) => /^(renderD|nvidia)\d+$/.test(name))
  );
}

type Answer = { readonly drivers: readonly string[] } | { readonly reason: string };

function ask(device: string, timeout: number): Promise<Answer> {
  const x = input("x", [2]);
  const model = Buffer.from(toOnnx(program([x], { y: x.mul(2) }), {}, device)).toString("base64");
  const engine = createRequire(import.meta.url).resolve("onnxruntime-node");
  return new Promise((resolve) => {
    const options = { timeout, killSignal: "SIGKILL", maxBuffer: 1 << 20 } as const;
    execFile(process.execPath, ["-e", CHILD, "--", engine, device, model], options, (error, stdout) => {
      const line = stdout.split("\n").find((text) => text.startsWith(MARK));
      if (line) return resolve(JSON.parse(line.slice(MARK.length)) as Answer);
      const slow = error?.killed
        ? `its driver did not answer in ${timeout / 1000} s.`
        : "its driver ended the process.";
      resolve({ reason: slow });
    });
  });
}

const MARK = "probe:";

/** Plain JavaScript, so that it runs the same from sources and from the built package. */
const CHILD = `
const [engine, device, model] = process.argv.slice(1);
const ort = require(engine);
const answer = (value) => process.stdout.write("\\n${MARK}" + JSON.stringify(value) + "\\n", () => process.exit(0));
const drivers = () => {
  const maps = process.platform === "linux" ? require("node:fs").readFileSync("/proc/self/maps", "utf8") : "";
  const files = maps.split("\\n").map((line) => line.split("/").pop() ?? "");
  return [...new Set(files.filter((file) => /vulkan|swiftshader|nvidia|libcuda/.test(file)))];
};
ort.InferenceSession.create(Buffer.from(model, "base64"), { executionProviders: [device], logSeverityLevel: 4 })
  .then((session) => session.run({ "in.x": new ort.Tensor("float32", [1, 2], [2]) }))
  .then((out) => answer(out["out.y"].data[1] === 4 ? { drivers: drivers() } : { reason: "it computes wrongly." }))
  .catch((error) => answer({ reason: String(error.message).replace(/^[^]* was false\\. /, "").split("\\n")[0].slice(0, 200) }));
`;
