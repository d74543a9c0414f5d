import { type Port, port } from "../workflow/index.ts";
import type { Argument, Option } from "./command.ts";

/** A positional argument: `argument("FILE", "the workflow to run", port.text())`. */
export function argument<T>(placeholder: string, description: string, read: Port<T>): Argument<T> {
  return { placeholder, description, port: read };
}

/** Builders of options. A port with a default, or an optional one, makes an option that may be left out. */
export const option = {
  /** `--seed N`. `env` names a variable to read when the option is not given. */
  value: <T>(
    placeholder: string,
    description: string,
    read: Port<T>,
    { env = null }: { readonly env?: string | null } = {},
  ): Option<T> => ({ kind: "value", placeholder, description, port: read, env }),
  /** An option that may be repeated, such as `--set A.x=1 --set B.y=2`. */
  list: (placeholder: string, description: string): Option<readonly string[]> => ({
    kind: "list",
    placeholder,
    description,
    env: null,
    port: port.value<readonly string[]>("LIST"),
  }),
  /** True when given. */
  flag: (description: string): Option<boolean> => ({
    kind: "flag",
    placeholder: "",
    description,
    env: null,
    port: port.boolean({ default: false }),
  }),
};
