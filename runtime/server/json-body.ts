import express, { type RequestHandler } from "express";
import { serverErrors } from "./errors.ts";
import type { Limits } from "./services.ts";

/**
 * Reads the body as JSON whatever type it claims, since clients send none or others; an empty one is `{}`. Refuses with
 * SERVER_TOO_LARGE and SERVER_BAD_REQUEST. For routes that browsers could call across sites the guards stand before.
 */
export function jsonBody({ json, jsonDepth }: Limits): RequestHandler {
  const raw = express.text({ type: () => true, limit: json, defaultCharset: "utf-8" });
  return (request, response, next) => {
    raw(request, response, (error?: unknown) => {
      if (error !== undefined) return next(refusal(error, json));
      const text = typeof request.body === "string" ? request.body : "";
      try {
        request.body = text.trim() === "" ? {} : JSON.parse(text);
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message : "it is not JSON";
        return next(serverErrors.BAD_REQUEST({ problem }, { cause }));
      }
      if (!isShallow(request.body, jsonDepth)) {
        return next(serverErrors.BAD_REQUEST({ problem: `it is nested deeper than ${jsonDepth} levels` }));
      }
      next();
    });
  };
}

function refusal(error: unknown, most: number): unknown {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : "";
  if (type === "entity.too.large") return serverErrors.TOO_LARGE({ most });
  return serverErrors.BAD_REQUEST(
    { problem: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}

/** Without recursion, so that depth itself cannot harm. */
function isShallow(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return false;
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return true;
}
