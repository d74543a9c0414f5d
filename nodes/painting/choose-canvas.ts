import { type Schedule, scheduleFor } from "../../model/schedule.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { nodesErrors } from "../errors.ts";

const ASPECT = /^\s*([0-9]{1,6})\s*[:x×]\s*([0-9]{1,6})\s*$/;

/** The grids of a picture of `aspect`, WIDTH:HEIGHT: the model's nearest shape. Throws NODES_WRONG_ASPECT. */
export function chooseCanvas({ config }: LoadedModel, aspect: string): Schedule {
  const [, width = "", height = ""] = ASPECT.exec(aspect) ?? [];
  const ratio = Number(height) / Number(width);
  if (!(ratio > 0) || !Number.isFinite(ratio)) throw nodesErrors.WRONG_ASPECT({ got: aspect });
  return scheduleFor(config, { ratio });
}
