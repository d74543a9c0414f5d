/** What happens to a seed after a run. */
export const CONTROLS = ["fixed", "increment", "decrement", "randomize"] as const;
export type Control = (typeof CONTROLS)[number];
