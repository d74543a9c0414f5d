import { expect, test } from "vitest";
import { z } from "zod";
import { groups } from "../../../runtime/server/app.ts";
import { createGuards } from "../../../runtime/server/guard/guards.ts";
import { openApiDocument, operations } from "../../../runtime/server/openapi/document.ts";
import { jobV2 } from "../../../runtime/server/openapi/shapes.ts";
import { simplePrompt, startTestServer } from "./test-server.ts";

/** Reads an express router: its layers hold the routes. */
const layers = z.array(
  z.looseObject({ route: z.looseObject({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional() }),
);

test("the document has every route of the server, and no other", async () => {
  const { services } = await startTestServer();
  const routes = groups.flatMap((group) =>
    layers.parse(group(services).stack).flatMap(({ route }) => {
      if (route === undefined) return [];
      const path = route.path.replace(/\{?\/\*(\w+)\}?/g, "/{$1}").replace(/:(\w+)/g, "{$1}");
      return Object.keys(route.methods).map((method) => `${method} ${path}`);
    }),
  );
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(60);
  expect(documented.toSorted()).toEqual(routes.toSorted());
});

test("it is OpenAPI 3.1 with parameters, bodies and refusals from the schemas that read requests", () => {
  const { openapi, paths = {} } = openApiDocument("1.2.3");
  expect(openapi).toBe("3.1.0");
  expect(paths["/view"]?.get?.parameters).toContainEqual(
    expect.objectContaining({ name: "filename", in: "query", required: true }),
  );
  const body = paths["/prompt"]?.post?.requestBody;
  expect(JSON.stringify(body)).toContain("partial_execution_targets");
  expect(Object.keys(paths["/v2/jobs"]?.post?.responses ?? {})).toEqual(["201", "422", "429", "default"]);
  expect(paths["/health"]?.get?.security).toEqual([]);
  expect(JSON.stringify(paths["/upload/image"]?.post?.requestBody)).toContain('"format":"binary"');
  const ids = operations.map(({ method, path }) => {
    const item = paths[path];
    return item?.[method]?.operationId;
  });
  expect(new Set(ids).size).toBe(operations.length);
  expect(ids).not.toContain(undefined);
});

test("an answer has the form that the document promises", async () => {
  const server = await startTestServer();
  const made = await (await server.post("/v2/jobs", { workflow: simplePrompt })).json();
  expect(jobV2.strict().safeParse(made).error).toBeUndefined();
});

test("the page holds no script and no style of its own, and keeps to the policy", async () => {
  const guards = createGuards({ host: "127.0.0.1", hosts: [], origins: [], tokens: [] });
  const server = await startTestServer({}, { guards });
  const page = await (await server.get("/openapi")).text();
  expect(page).toContain("/v2/jobs/{id}/events");
  expect(page).not.toMatch(/<script|<style|style=|\bon\w+=|https?:\/\//);
  expect((await server.get("/openapi.css")).headers.get("content-type")).toMatch(/^text\/css/);
  expect(await (await server.get("/api/openapi.json")).json()).toMatchObject({ info: { title: "NextScale" } });
});
