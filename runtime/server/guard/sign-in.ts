import type { RequestHandler } from "express";
import { guardErrors } from "./errors.ts";
import type { GuardPolicy } from "./policy.ts";
import { COOKIE, roleOf } from "./token.ts";

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/**
 * A page that is opened with `?token=` gets a cookie that scripts cannot read and other sites cannot make a browser
 * send, and goes on at the address without the token, so that it stays in no history and no referrer.
 */
export function signIn({ tokens }: GuardPolicy): RequestHandler {
  return (request, response, next) => {
    const { token, ...rest } = request.query;
    if (request.method !== "GET" || typeof token !== "string") return next();
    if (roleOf(token, tokens) === null) return next(guardErrors.NO_TOKEN({}));
    response.cookie(COOKIE, token, {
      httpOnly: true,
      sameSite: "strict",
      secure: request.secure,
      path: "/",
      maxAge: THIRTY_DAYS_MS,
    });
    response.set("Cache-Control", "no-store");
    response.redirect(303, target(request.path, rest));
  };
}

/** One slash at the start: two would name another machine. */
function target(path: string, query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  const text = new URLSearchParams(pairs).toString();
  return `/${path.replace(/^[\\/]+/, "")}${text === "" ? "" : `?${text}`}`;
}
