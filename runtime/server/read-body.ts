import type { Request } from "express";
import type { z } from "zod";
import { serverErrors } from "./errors.ts";

/** The body of a request by its schema. @throws SERVER_BAD_REQUEST with the place of the first problem. */
export function readBody<S extends z.ZodType>(schema: S, { body }: Request): z.output<S> {
  return readAs(schema, body);
}

/** The query of a request by its schema. @throws SERVER_BAD_REQUEST */
export function readQuery<S extends z.ZodType>(schema: S, { query }: Request): z.output<S> {
  return readAs(schema, query);
}

/** A value by its schema. @throws SERVER_BAD_REQUEST */
export function readAs<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw serverErrors.BAD_REQUEST({ problem: `${place}${issue?.message ?? "it has another form"}` });
}
