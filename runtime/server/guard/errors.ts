import { defineErrors } from "../../errors.ts";
import type { Role } from "./access.ts";

/** Who may not come in. No row carries what was sent as a token. */
export const guardErrors = defineErrors("GUARD", {
  FOREIGN_HOST: {
    text: (d: { host: string }) => `The server does not answer to the name ${quote(d.host)}.`,
    help: "Use the address it listens at, or list the name under `hosts` in nextscale.config.json.",
  },
  FOREIGN_ORIGIN: {
    text: (d: { origin: string }) => `Pages of ${quote(d.origin)} may not talk to this server.`,
    help: "Open the server's own page, or list the origin under `origins` in nextscale.config.json.",
  },
  NO_TOKEN: {
    text: (_: object) => "This server wants a token, and the request has none that it knows.",
    help: "Send the header `Authorization: Bearer TOKEN`, or open the server's page once with `?token=TOKEN`.",
  },
  WRONG_ROLE: {
    text: (d: { got: Role; want: Role }) => `This needs a token with the role "${d.want}"; yours has "${d.got}".`,
    help: "Ask the keeper of the server for another token.",
  },
  TOO_MANY: {
    text: (d: { most: number; seconds: number }) => `More than ${d.most} such requests in ${d.seconds} s.`,
    help: "Wait for the time that the header Retry-After names, or raise the limit in nextscale.config.json.",
  },
  TOKEN_NEEDED: {
    text: (d: { host: string }) => `A server at ${quote(d.host)} can be reached by others, and there is no token.`,
    help: "Give one with --token or the variable NEXTSCALE_TOKEN, or listen at 127.0.0.1.",
  },
});

/** What a stranger sent, fit for one line. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 97)}...` : text);
}
