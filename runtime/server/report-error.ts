import type { ErrorRequestHandler } from "express";
import { NextscaleError } from "../errors.ts";
import { knownError, statusOf } from "./http-error.ts";
import type { Services } from "./services.ts";
import { envelope } from "./v2/envelope.ts";

const V2 = /^(\/api)?\/v2\/(jobs|assets)(\/|$)/i;

/**
 * Faults as JSON, in the form of the version that was asked. What nobody foresaw is logged whole and told to the client
 * without its inside; where the server keeps its files is told to nobody.
 */
export function reportError({ logger, dataFolder }: Services): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = knownError(thrown);
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, method: request.method, path: request.path }, "request failed");
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    if (status === 429 && !response.hasHeader("Retry-After")) response.set("Retry-After", "5");
    const shown = withoutFolder(error, dataFolder);
    response.status(status).json(V2.test(request.path) ? envelope(shown) : { error: problem(shown), node_errors: {} });
  };
}

function problem(error: unknown) {
  return error instanceof NextscaleError
    ? { type: error.code, message: error.message, details: error.help, extra_info: {} }
    : { type: "internal_error", message: "The server failed.", details: "Its log says more.", extra_info: {} };
}

function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof NextscaleError) || !error.message.includes(folder)) return error;
  const message = error.message.replaceAll(folder, "(data folder)");
  return new NextscaleError(error.code, message, error.help, error.details);
}
