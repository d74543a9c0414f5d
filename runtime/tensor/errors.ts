import { defineErrors } from "../errors.ts";
import { type Shape, show } from "./shape.ts";

export const tensorErrors = defineErrors("TENSOR", {
  SHAPE_MISMATCH: {
    text: (d: { op: string; want: string; got: readonly Shape[] }) =>
      `${d.op} expected ${d.want}, got ${d.got.map(show).join(" and ")}.`,
    help: "Print the program to see where the shape came from.",
  },
  DTYPE_MISMATCH: {
    text: (d: { op: string; want: string; got: readonly string[] }) =>
      `${d.op} expected ${d.want}, got ${d.got.join(" and ")}.`,
    help: "Cast one operand.",
  },
  NAMED_DIMENSION: {
    text: (d: { op: string; shape: Shape }) => `${d.op} needs static dimensions, got ${show(d.shape)}.`,
    help: "Give the dimension a number, or move the operation out of the program.",
  },
  NOT_SCALAR: {
    text: (d: { shape: Shape }) => `A gradient starts from a loss of one number, got ${show(d.shape)}.`,
    help: "Sum or average the loss first.",
  },
  UNDECLARED_INPUT: {
    text: (d: { name: string }) => `The program reads the input "${d.name}", which its inputs do not list.`,
    help: "Add it to the program's inputs.",
  },
  ILLEGAL_PROGRAM: {
    text: (d: { problem: string; at: string }) => `The program is not legal at ${d.at}: ${d.problem}.`,
    help: "This is a fault of the operation or rewrite that made it; report it with the printed program.",
  },
});
