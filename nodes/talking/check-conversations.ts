import type { Grid } from "../../model/schedule.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { nodesErrors } from "../errors.ts";
import type { Conversation, ImageCodes, Turn } from "./conversation.ts";

/**
 * The roles that all conversations have. Throws NODES_NOTHING_ASKED, NODES_TALKS_DIFFER, NODES_CANVAS_DIFFERS, and
 * NODES_CANNOT_READ_PICTURES where a model would have to read an image, given or painted, that was not made for it.
 */
export function checkConversations(
  { name, config }: LoadedModel,
  conversations: readonly Conversation[],
  { pictures, grids }: { readonly pictures: number; readonly grids: readonly Grid[] },
): readonly Turn["role"][] {
  const [first] = conversations;
  const roles = first?.turns.map(({ role }) => role) ?? [];
  const asked = roles.filter((role, t) => role === "user" && roles[t + 1] !== "assistant").length;
  if (asked === 0) throw nodesErrors.NOTHING_ASKED(undefined);
  const alike = conversations.every(({ turns }) => String(turns.map(({ role }) => role)) === String(roles));
  if (!alike) throw nodesErrors.TALKS_DIFFER(undefined);
  const shown = conversations.flatMap(imagesOf);
  if (!config.context_final_grid && (shown.length > 0 || pictures * asked > 1))
    throw nodesErrors.CANNOT_READ_PICTURES({ checkpoint: name });
  const want = grids.map(([h, w]) => h * w).join(", ");
  for (const codes of shown) {
    const got = codes.map(({ length }) => length).join(", ");
    if (got !== want) throw nodesErrors.CANVAS_DIFFERS({ want, got });
  }
  return roles;
}

const imagesOf = ({ turns }: Conversation): readonly ImageCodes[] =>
  turns.flatMap(({ content }) => content.flatMap((part) => (part.type === "image" ? [part.codes] : [])));
