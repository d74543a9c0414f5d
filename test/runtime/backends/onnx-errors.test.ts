import { expect, test } from "vitest";
import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { f32, i32, input, program } from "../../../runtime/tensor/index.ts";

const backend = createOnnxBackend();

test("a program that cannot be lowered is refused when it is compiled, with the reason", async () => {
  const a = input("a", [1]);
  await expect(backend.compile(program([a], { y: a.expand(["unknown"]) }))).rejects.toMatchObject({
    code: "BACKEND_REFUSED",
    message: expect.stringContaining('"unknown"'),
  });
});

test("a run that the engine gives up names backend and reason", async () => {
  const [table, at] = [input("table", [2, 2]), input("at", [1], "i32")];
  const executable = await backend.compile(program([table, at], { y: table.gather(at) }));
  await expect(executable.run({ table: f32([1, 2, 3, 4], [2, 2]), at: i32([7], [1]) })).rejects.toMatchObject({
    code: "BACKEND_RUN_FAILED",
    message: expect.stringMatching(/onnx on cpu .*out of/),
  });
  await executable.release();
});
