export * from "./link.ts";
export * from "./links.ts";
