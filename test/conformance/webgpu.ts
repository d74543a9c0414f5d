import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { probeOnnx } from "../../runtime/backends/onnx/probe.ts";

/** Debian's chromium package brings this Vulkan driver, which computes on the CPU. */
const SOFTWARE_DRIVER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** Points this process to the software driver if there is one; undefined when webgpu works, else why it does not. */
export async function webgpuProblem(): Promise<string | undefined> {
  if (!process.env.VK_ICD_FILENAMES && existsSync(SOFTWARE_DRIVER)) process.env.VK_ICD_FILENAMES = SOFTWARE_DRIVER;
  process.env.XDG_RUNTIME_DIR ??= join(tmpdir(), "nextscale-xdg");
  mkdirSync(process.env.XDG_RUNTIME_DIR, { recursive: true });
  const probe = await probeOnnx("webgpu");
  return probe.usable ? undefined : probe.detail;
}
