import { createHash, timingSafeEqual } from "node:crypto";
import type { Role } from "./access.ts";
import type { Visit } from "./policy.ts";

/** A secret that opens the server, and how far. */
export interface Token {
  readonly role: Role;
  readonly secret: string;
}

/** Where a browser keeps the token. */
export const COOKIE = "nextscale_token";

/** The role of a secret, or null. How long it takes does not tell how near a guess was. */
export function roleOf(secret: string, tokens: readonly Token[]): Role | null {
  const got = digest(secret);
  let role: Role | null = null;
  for (const token of tokens) if (timingSafeEqual(got, digest(token.secret))) role = token.role;
  return role;
}

/** The secret that a request brings: as a bearer token, else as a cookie. A wrong bearer is never made good by a cookie. */
export function secretOf({ headers }: Pick<Visit, "headers">): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  if (headers.authorization !== undefined) return bearer ?? null;
  for (const part of (headers.cookie ?? "").split(";")) {
    const cut = part.indexOf("=");
    if (cut > 0 && part.slice(0, cut).trim() === COOKIE) return decoded(part.slice(cut + 1).trim());
  }
  return null;
}

/** The secret in the address itself, for the first visit of a browser and for sockets, which can send no header. */
export function secretInUrl(url: string): string | null {
  const cut = url.indexOf("?");
  return cut < 0 ? null : new URLSearchParams(url.slice(cut)).get("token");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
