import { defineErrors } from "../runtime/errors.ts";
import { type Shape, show } from "../runtime/tensor/index.ts";

export const modelErrors = defineErrors("MODEL", {
  CONFIG: {
    text: (d: { key: string; want: string }) => `The model's config.json expected "${d.key}" to be ${d.want}.`,
    help: "Correct the key in config.json; docs/reference/config.md lists them all.",
  },
  WEIGHT_MISSING: {
    text: (d: { name: string; shape: Shape }) => `The model expected a weight "${d.name}" ${show(d.shape)}, got none.`,
    help: "Check that config.json belongs to these weights and that every safetensors file of the folder is there.",
  },
  WEIGHT_SURPLUS: {
    text: (d: { names: readonly string[] }) => `The model has no place for the weights ${d.names.join(", ")}.`,
    help: "Check that config.json belongs to these weights.",
  },
  WEIGHT_SHAPE: {
    text: (d: { name: string; want: Shape; got: Shape }) =>
      `The weight "${d.name}" expected the shape ${show(d.want)}, got ${show(d.got)}.`,
    help: "Check that config.json belongs to these weights.",
  },
  SCHEDULE: {
    text: (d: { what: string; want: string; got: number }) =>
      `A scale schedule expected ${d.what} ${d.want}, got ${d.got}.`,
    help: "Choose a height to width ratio of 0.25 to 4 and no more scales than the model was made for.",
  },
  CODES: {
    text: (d: { scale: number; want: number; got: number }) =>
      `Grid ${d.scale + 1} of an image expected ${d.want} codes, got ${d.got}.`,
    help: "Give one code per cell, row by row, for the grids that the image was made with.",
  },
  SETTING: {
    text: (d: { setting: string; want: string; got: string }) => `"${d.setting}" expected ${d.want}, got ${d.got}.`,
    help: "Correct the setting.",
  },
});
