import type { RequestHandler } from "express";
import { type Options, rateLimit } from "express-rate-limit";
import { guardErrors } from "./errors.ts";

const SECONDS = 60;

/** Refuses more than `most` requests of one address in a minute with GUARD_TOO_MANY. */
export function limitRate(most: number): RequestHandler {
  return rateLimit(options(most));
}

/** The same for requests that are answered with 401, so that nobody tries tokens one after the other. */
export function limitWrongTokens(most: number): RequestHandler {
  return rateLimit({
    ...options(most),
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401,
  });
}

function options(most: number): Partial<Options> {
  return {
    windowMs: SECONDS * 1000,
    limit: most,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_request, _response, next) => next(guardErrors.TOO_MANY({ most, seconds: SECONDS })),
  };
}
