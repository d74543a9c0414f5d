import type { Tensor } from "../tensor.ts";

export type Named<T> = Readonly<Record<string, T>>;

export interface LinkContext {
  /** What the links before made of the gradients, by parameter name. */
  readonly updates: Named<Tensor>;
  /** This link's state, by the names that `state` gave. */
  readonly state: Named<Tensor>;
  readonly parameters: Named<Tensor>;
  /** f32 scalar, 1 for the first step. */
  readonly step: Tensor;
  /** f32 scalar, the learning rate of this step. */
  readonly rate: Tensor;
}

export interface LinkResult {
  readonly updates: Named<Tensor>;
  readonly state: Named<Tensor>;
}

/** One pure part of an optimiser. An update is subtracted from its parameter at the end of the chain. */
export interface Link {
  /** Names and shapes of the state that it keeps; all of it starts at zero. */
  readonly state: (parameters: Named<readonly number[]>) => Named<readonly number[]>;
  readonly apply: (context: LinkContext) => LinkResult;
}

/** The links one after the other. Links that keep state must use names of their own. */
export function chain(...links: readonly Link[]): Link {
  return {
    state: (parameters) => Object.assign({}, ...links.map((link) => link.state(parameters))),
    apply: (context) =>
      links.reduce<LinkResult>(
        ({ updates, state }, link) => {
          const next = link.apply({ ...context, updates });
          return { updates: next.updates, state: { ...state, ...next.state } };
        },
        { updates: context.updates, state: {} },
      ),
  };
}

/** The same change for every entry. */
export const mapNamed = <A, B>(named: Named<A>, change: (value: A, name: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value, name)]));
