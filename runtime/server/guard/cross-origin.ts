import type { RequestHandler } from "express";
import type { GuardPolicy } from "./policy.ts";

/** Lets pages of the origins that are listed read answers (CORS), and answers what browsers ask before. */
export function crossOrigin({ origins }: GuardPolicy): RequestHandler {
  return (request, response, next) => {
    if (origins.length > 0) response.vary("Origin");
    const { origin } = request.headers;
    if (origin === undefined || !origins.includes(origin)) return next();
    response.set({
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Expose-Headers": "ETag, Content-Range, Retry-After",
      "Cross-Origin-Resource-Policy": "cross-origin",
    });
    if (request.method !== "OPTIONS") return next();
    response.set({
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Comfy-User, Comfy-Usage-Source",
      "Access-Control-Max-Age": "600",
    });
    response.status(200).end();
  };
}
