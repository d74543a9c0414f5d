export { createTfjsBackend, type TfjsOptions } from "./backend.ts";
export { tfjsDevices, tryTfjs } from "./load.ts";
