import { dark, type Look, light } from "../canvas/draw/look.ts";
import type { App } from "./app.ts";

/** The colours of the theme that is chosen. */
export function lookOf({ settings }: Pick<App, "settings">): Look {
  return settings.get().theme === "dark" ? dark : light;
}
