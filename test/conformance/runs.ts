import { expect } from "vitest";
import type { Backend, DeviceTensor, Executable } from "../../runtime/backends/backend.ts";
import { attention, concat, f32, type HostTensor, i32, input, program } from "../../runtime/tensor/index.ts";
import { flags, indices, real } from "./sample.ts";

/** One behaviour of running programs that every backend has. */
export interface RunCase {
  readonly title: string;
  readonly check: (backend: Backend) => Promise<void>;
}

const read = async (value: DeviceTensor | undefined): Promise<HostTensor> => {
  if (!value) throw new Error("The output is not there.");
  return value.read();
};
const numbers = async (value: DeviceTensor | undefined) => [...(await read(value)).data];

const x = input("x", ["rows", 2]);
const doubled = program([x], { y: x.mul(2) });

export const runCases: readonly RunCase[] = [
  {
    title: "one compiled program serves several sizes of a named dimension, none included",
    check: async (backend) => {
      const executable = await backend.compile(doubled);
      for (const rows of [1, 3, 0, 70]) {
        const value = real(rows, 2)(rows);
        const { y } = await executable.run({ x: value });
        const got = await read(y);
        expect(got.shape).toEqual([rows, 2]);
        expect([...got.data]).toEqual([...value.data].map((v) => 2 * v));
      }
      await executable.release();
    },
  },
  {
    title: "attention over a past that grows from nothing equals attention over all at once",
    check: growingPast,
  },
  {
    title: "names move through reshapes, sums and what repeats them",
    check: async (backend) => {
      const a = input("a", ["batch", "rows", 4]);
      const split = a.reshape(["batch", "rows", 2, 2]).transpose([0, 2, 1, 3]);
      const total = a.sum([1], { keep: true });
      const executable = await backend.compile(
        program([a], {
          heads: split,
          back: split.transpose([0, 2, 1, 3]).reshape(["batch", "rows", 4]),
          flat: a.reshape(["batch*rows", 4]),
          apart: a.reshape(["batch*rows", 4]).add(1).reshape(["batch", "rows", 4]),
          grouped: a.reshape(["batch", 1, "rows", 1, 4]).reshape(["batch", "rows", 4]),
          repeated: total.expand(["batch", "rows", 4]),
        }),
      );
      for (const [batch, rows] of [
        [2, 3],
        [1, 1],
        [3, 0],
      ] as const) {
        const value = real(batch, rows, 4)(5);
        const out = await executable.run({ a: value });
        expect((await read(out.heads)).shape).toEqual([batch, 2, rows, 2]);
        expect(await read(out.back)).toEqual(value);
        expect((await read(out.flat)).shape).toEqual([batch * rows, 4]);
        expect(await read(out.grouped)).toEqual(value);
        expect(await numbers(out.apart)).toEqual([...value.data].map((v) => Math.fround(v + 1)));
        expect((await read(out.repeated)).shape).toEqual([batch, rows, 4]);
      }
      await executable.release();
    },
  },
  {
    title: "an output may be an input, a constant or another output, and unused inputs may be given",
    check: async (backend) => {
      const [a, unused] = [input("a", [2]), input("unused", ["n"])];
      const y = a.mul(3);
      const executable = await backend.compile(program([a, unused], { a, y, again: y }));
      const out = await executable.run({ a: f32([1, -2], [2]), unused: f32([], [0]) });
      expect([await numbers(out.a), await numbers(out.y), await numbers(out.again)]).toEqual([
        [1, -2],
        [3, -6],
        [3, -6],
      ]);
      await executable.release();
    },
  },
  {
    title: "bound inputs need not be given",
    check: async (backend) => {
      const [a, w] = [input("a", ["rows", 2]), input("w", [2, 2])];
      const bind = { w: f32([1, 2, 3, 4], [2, 2]) };
      const executable = await backend.compile(program([a, w], { y: a.matmul(w) }), { bind });
      expect(await numbers((await executable.run({ a: f32([1, 1], [1, 2]) })).y)).toEqual([4, 6]);
      expect(await numbers((await executable.run({ a: f32([1, 0, 0, 1], [2, 2]) })).y)).toEqual([1, 2, 3, 4]);
      await executable.release();
    },
  },
  {
    title: "kept outputs feed the next run, can be read and are released",
    check: async (backend) => {
      const [total, more] = [input("total", [3]), input("more", [3])];
      const executable = await backend.compile(program([total, more], { total: total.add(more), size: total.sum() }), {
        keep: ["total"],
      });
      let state: HostTensor | DeviceTensor = f32([0, 0, 0], [3]);
      for (let step = 1; step <= 4; step++) {
        const out: Readonly<Record<string, DeviceTensor>> = await executable.run({
          total: state,
          more: f32([1, 2, step], [3]),
        });
        expect(out.total?.shape).toEqual([3]);
        if ("release" in state) state.release();
        state = out.total as DeviceTensor;
      }
      expect(await numbers(state as DeviceTensor)).toEqual([4, 8, 10]);
      expect(await numbers(state as DeviceTensor)).toEqual([4, 8, 10]);
      (state as DeviceTensor).release();
      await executable.release();
    },
  },
  {
    title: "a result stays what it is when its inputs are written again",
    check: async (backend) => {
      const a = input("a", [2]);
      const executable = await backend.compile(program([a], { same: a, flat: a.reshape([2, 1]) }));
      const data = Float32Array.of(1, 2);
      const out = await executable.run({ a: f32(data, [2]) });
      data.fill(9);
      await executable.run({ a: f32(data, [2]) });
      expect([await numbers(out.same), await numbers(out.flat)]).toEqual([
        [1, 2],
        [1, 2],
      ]);
      await executable.release();
    },
  },
  {
    title: "none of many updates of one place is lost, whatever the threads",
    check: async (backend) => {
      const [n, width, rows] = [2000, 64, 3];
      const [u, places] = [input("u", [n, width]), input("places", [n], "i32")];
      const executable = await backend.compile(program([u, places], { y: u.scatterAdd(places, rows) }));
      const [updates, where] = [real(n, width)(1), indices(rows, n)(2)];
      const want = new Float64Array(rows * width);
      for (const [i, value] of updates.data.entries())
        add(want, (where.data[Math.floor(i / width)] as number) * width + (i % width), value);
      for (let round = 0; round < 3; round++) {
        const got = await numbers((await executable.run({ u: updates, places: where })).y);
        expect(Math.max(...got.map((v, i) => Math.abs(v - (want[i] as number))))).toBeLessThan(SUM_TOLERANCE);
      }
      await executable.release();
    },
  },
  {
    title: "what is given must be there, of its dtype and shape, and agree on names",
    check: async (backend) => {
      const [a, b] = [input("a", ["n", 2]), input("b", ["n"], "i32")];
      const executable = await backend.compile(program([a, b], { y: a.sum([1]).mul(b.cast("f32")) }));
      const [good, whole] = [f32([1, 2], [1, 2]), i32([3], [1])];
      await refuses(executable, { a: good }, "BACKEND_MISSING_INPUT");
      await refuses(executable, { a: good, b: f32([3], [1]) }, "BACKEND_WRONG_INPUT");
      await refuses(executable, { a: f32([1, 2], [2]), b: whole }, "BACKEND_WRONG_INPUT");
      await refuses(executable, { a: f32([1, 2, 3], [1, 3]), b: whole }, "BACKEND_WRONG_INPUT");
      await refuses(executable, { a: good, b: i32([3, 4], [2]) }, "BACKEND_WRONG_INPUT");
      expect(await numbers((await executable.run({ a: good, b: whole })).y)).toEqual([9]);
      await executable.release();
    },
  },
];

const add = (sums: Float64Array, at: number, value: number) => {
  sums[at] = (sums[at] as number) + value;
};

const refuses = (executable: Executable, inputs: Readonly<Record<string, HostTensor>>, code: string) =>
  expect(executable.run(inputs)).rejects.toMatchObject({ code });

/** A thousand float32 numbers of size 1 in any order; a lost one would be 1. */
const SUM_TOLERANCE = 1e-3;

/** Float32 sums over keys in one piece and in two. */
const CACHE_TOLERANCE = 1e-5;

async function growingPast(backend: Backend): Promise<void> {
  const [b, h, d, t] = [1, 2, 4, 5];
  const [q, k, v] = ["q", "k", "v"].map((name) => input(name, [b, h, "tokens", d])) as [typeof x, typeof x, typeof x];
  const past = { k: input("past.k", [b, h, "past", d]), v: input("past.v", [b, h, "past", d]) };
  const visible = input("visible", [b, 1, "tokens", "past+tokens"], "bool");
  const [allK, allV] = [concat([past.k, k], 2), concat([past.v, v], 2)];
  const whole = program([q, k, v, past.k, past.v, visible], { y: attention(q, allK, allV, visible), k: allK, v: allV });
  const executable = await backend.compile(whole, { keep: ["k", "v"] });
  const all = [1, 2, 3].map((seed) => real(b, h, t, d)(seed)) as [HostTensor, HostTensor, HostTensor];
  const mask = flags(b, 1, t, t)(4);
  const causal = { ...mask, data: Uint8Array.from(mask.data, (_, i) => Number(i % t <= Math.floor(i / t))) };
  const none = f32([], [b, h, 0, d]);
  const once = await executable.run({
    q: all[0],
    k: all[1],
    v: all[2],
    "past.k": none,
    "past.v": none,
    visible: causal,
  });
  const want = await read(once.y);

  let cache: { readonly k: HostTensor | DeviceTensor; readonly v: HostTensor | DeviceTensor } = { k: none, v: none };
  let start = 0;
  for (const tokens of [2, 1, 2]) {
    const part = (x: HostTensor) => cut(x, start, tokens);
    const out: Readonly<Record<string, DeviceTensor>> = await executable.run({
      q: part(all[0]),
      k: part(all[1]),
      v: part(all[2]),
      "past.k": cache.k,
      "past.v": cache.v,
      visible: { dtype: "bool", shape: [b, 1, tokens, start + tokens], data: rowsOf(causal, t, start, tokens) },
    });
    const [got, expected] = [await numbers(out.y), [...cut(want, start, tokens).data]];
    for (const [i, value] of got.entries())
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(CACHE_TOLERANCE);
    cache = { k: out.k as DeviceTensor, v: out.v as DeviceTensor };
    start += tokens;
  }
  await executable.release();
}

/** Tokens `start` … of x [1, H, T, D]. */
function cut({ shape, data }: HostTensor, start: number, count: number): HostTensor {
  const [, h, t, d] = shape as readonly [number, number, number, number];
  const heads = Array.from({ length: h }, (_, i) => [...data.slice((i * t + start) * d, (i * t + start + count) * d)]);
  return f32(heads.flat(), [1, h, count, d]);
}

/** Rows `start` … of the causal mask, as far as they can see. */
const rowsOf = ({ data }: HostTensor, t: number, start: number, count: number): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: count }, (_, i) => [...data.slice((start + i) * t, (start + i) * t + start + count)]).flat(),
  );
