import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { roleFor } from "../guard/access.ts";
import { fileOperations } from "./file-operations.ts";
import { jobOperations } from "./job-operations.ts";
import type { Operation } from "./operation.ts";
import { refusalV1, refusalV2 } from "./shapes.ts";
import { systemOperations } from "./system-operations.ts";
import { v2Operations } from "./v2-operations.ts";

/** All that the server answers to over HTTP, in the order of the document. */
export const operations: readonly Operation[] = [
  ...jobOperations,
  ...fileOperations,
  ...v2Operations,
  ...systemOperations,
];

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** The OpenAPI 3.1 document, made from the schemas that the routes themselves read requests by. */
export function openApiDocument(version: string): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  for (const operation of operations) registry.registerPath(routeOf(operation));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "NextScale",
      version,
      description: "Every route is there as it stands here and under /api. Progress comes over the WebSocket /ws.",
    },
  });
}

function routeOf(operation: Operation): RouteConfig {
  const { method, path, tag, summary, query, headers, status = 200, answer, refusals = {} } = operation;
  const role = roleFor(method.toUpperCase(), path);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const content = bodyOf(operation);
  const refusal = /^\/v2\/(jobs|assets)/.test(path) ? refusalV2 : refusalV1;
  return {
    method,
    path,
    summary,
    tags: [tag],
    operationId: `${method}${path.replace(/[^a-z0-9]+(\w?)/gi, (_, letter: string) => letter.toUpperCase())}`,
    security: role === null ? [] : [{ token: [] }],
    ...(role !== null && { "x-role": role }),
    request: {
      ...(names.length > 0 && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(content && { body: { content } }),
    },
    responses: {
      [status]: { description: "As asked.", ...(answer !== null && { content: answerOf(answer) }) },
      ...Object.fromEntries(
        Object.entries(refusals).map(([code, description]) => [code, { description, content: json(refusal) }]),
      ),
      default: { description: "Why not.", content: json(refusal) },
    },
  };
}

function bodyOf({ body, form, bytes }: Operation) {
  if (form !== undefined) {
    const file = z.string().meta({ format: "binary" });
    return { "multipart/form-data": { schema: form.fields.extend({ [form.file]: file }) } };
  }
  if (bytes) return { "application/octet-stream": { schema: z.string().meta({ format: "binary" }) } };
  return body === undefined ? undefined : json(body);
}

function answerOf(answer: z.ZodType | string) {
  return typeof answer === "string" ? { [answer]: { schema: z.string() } } : json(answer);
}

function json(schema: z.ZodType) {
  return { "application/json": { schema } };
}
