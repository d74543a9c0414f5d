import type { NextscaleError } from "../../errors.ts";
import { guardErrors } from "./errors.ts";
import { isLoopback } from "./loopback.ts";
import type { GuardPolicy, Visit } from "./policy.ts";

/**
 * Refuses what a page of another site makes a browser send, whatever the method: a name that was bent to this machine
 * (GUARD_FOREIGN_HOST), another origin, one that hides (`null`), or a request marked cross-site (GUARD_FOREIGN_ORIGIN).
 * Programs that are no browser send none of these headers and pass.
 */
export function refuseForeign({ headers }: Pick<Visit, "headers">, policy: GuardPolicy): NextscaleError | null {
  const { host = "", origin } = headers;
  if (!answersTo(host, policy)) return guardErrors.FOREIGN_HOST({ host });
  if (origin !== undefined && policy.origins.includes(origin)) return null;
  const isForeign = origin !== undefined && !isSame(origin, host);
  if (isForeign || headers["sec-fetch-site"] === "cross-site") {
    return guardErrors.FOREIGN_ORIGIN({ origin: origin ?? "another site" });
  }
  return null;
}

/** Bound to loopback, only loopback names are ours. Elsewhere any is, unless some are listed: a token stands guard. */
function answersTo(header: string, { host, hosts }: GuardPolicy): boolean {
  if (!/^[\w.:[\]-]+$/.test(header) || !URL.canParse(`http://${header}`)) return false;
  const { hostname } = new URL(`http://${header}`);
  if (isLoopback(hostname) || hosts.includes(hostname)) return true;
  return !isLoopback(host) && hosts.length === 0;
}

/** Ports that go without saying are the same as those said. */
function isSame(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === own;
}
