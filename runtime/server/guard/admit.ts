import type { IncomingMessage } from "node:http";
import type { NextscaleError } from "../../errors.ts";
import { statusOf } from "../http-error.ts";
import { roleFor, suffices } from "./access.ts";
import { guardErrors } from "./errors.ts";
import { refuseForeign } from "./origin.ts";
import type { GuardPolicy, Visit } from "./policy.ts";
import { roleOf, secretInUrl, secretOf } from "./token.ts";

/** Why a request may not do what it asks, or null: GUARD_NO_TOKEN, GUARD_WRONG_ROLE. */
export function refuseStranger({ method, path, headers }: Visit, { tokens }: GuardPolicy): NextscaleError | null {
  const want = roleFor(method, path);
  if (tokens.length === 0 || want === null) return null;
  const got = roleOf(secretOf({ headers }) ?? "", tokens);
  if (got === null) return guardErrors.NO_TOKEN({});
  return suffices(got, want) ? null : guardErrors.WRONG_ROLE({ got, want });
}

/**
 * Why a WebSocket may not be opened, as the status of the answer, or null. It shows progress and changes nothing, so it
 * needs the role `view`. Browsers cannot send a header with it: the token may stand in the address, `?token=`.
 */
export function refuseUpgrade(
  policy: GuardPolicy,
): (request: Pick<IncomingMessage, "url" | "headers">) => number | null {
  return ({ url = "/", headers }) => {
    const secret = headers.authorization === undefined ? secretInUrl(url) : null;
    const shown = secret === null ? headers : { ...headers, authorization: `Bearer ${secret}` };
    const visit = { method: "GET", path: "/ws", headers: shown };
    const refusal = refuseForeign(visit, policy) ?? refuseStranger(visit, policy);
    return refusal === null ? null : statusOf(refusal);
  };
}
