import type { Backend } from "../runtime/backends/backend.ts";
import { createOnnxBackend } from "../runtime/backends/onnx/index.ts";
import { createTfjsBackend } from "../runtime/backends/tfjs/index.ts";
import { race, ratio, report } from "./harness.ts";
import { type MatmulSize, matmulProgram } from "./matmul.ts";

const sizes: readonly MatmulSize[] = [
  { m: 256, n: 1024, k: 1024 },
  { m: 64, n: 192, k: 192 },
];

/** Matrix products: our fast backend against tfjs on wasm, which runs wherever JavaScript does. */
export async function ops(): Promise<void> {
  const backends = { onnx: createOnnxBackend(), "tfjs wasm": await createTfjsBackend({ device: "wasm" }) };
  for (const size of sizes) {
    const { program, x, w, flops } = matmulProgram(size);
    const ready = async (backend: Backend) => {
      const executable = await backend.compile(program, { bind: { w } });
      return async () => {
        const { y } = await executable.run({ x });
        const { data } = (await y?.read()) ?? {};
        y?.release();
        return data?.[0];
      };
    };
    const times = await race({ onnx: await ready(backends.onnx), "tfjs wasm": await ready(backends["tfjs wasm"]) });
    const speed = (flops / times.onnx.median / 1e6).toFixed(0);
    report(`matmul ${size.m} × ${size.k} × ${size.n}`, times, [
      `onnx is ${ratio(times.onnx, times["tfjs wasm"]).toFixed(1)} times as fast as tfjs wasm, ${speed} GFLOP/s`,
    ]);
  }
  for (const backend of Object.values(backends)) await backend.close();
}
