import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import express from "express";
import sharp from "sharp";
import { type WebSocket, WebSocketServer } from "ws";
import { encodeFilm } from "../../nodes/films/encode-film.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { previewFrameWith } from "../../runtime/server/socket/frames.ts";
import { objectInfo } from "../../runtime/server/wire/object-info.ts";

const ROOT = join(import.meta.dirname, "../..");

export interface FakeServer {
  readonly url: string;
  /** Everything that was asked to be run, as it came. */
  readonly submitted: readonly Submitted[];
  /** Files of userdata by name. */
  readonly saved: ReadonlyMap<string, string>;
  /** What the next jobs do. */
  script: Script;
  /** Cuts every socket, as a network does. */
  readonly cut: () => void;
  readonly send: (type: string, data: unknown) => void;
  readonly sendFrame: (frame: Uint8Array) => void;
  readonly close: () => Promise<void>;
}

export interface Submitted {
  readonly id: string;
  readonly prompt: { readonly nodes: readonly { readonly id: number; readonly type: string }[] };
  readonly targets: readonly string[] | null;
}

/**
 * "paint": the nodes run and a picture comes; "film": two animated pictures and a film come instead; "hang": it stops at its
 * first node; "refuse": a node has an error.
 */
export type Script = "paint" | "film" | "hang" | "refuse";

/** The frames of the films that are shown, each of one colour. */
export const COLOURS = {
  webp: [
    [255, 0, 0],
    [0, 255, 0],
  ],
  gif: [
    [255, 0, 255],
    [0, 255, 255],
  ],
  mp4: [
    [0, 0, 255],
    [255, 255, 0],
  ],
} as const;

function plainPicture(colour: readonly number[]) {
  return { width: 32, height: 32, data: new Uint8Array(32 * 32 * 3).map((_, i) => colour[i % 3] ?? 0) };
}

function outputOf(script: Script) {
  const file = (filename: string) => ({ filename, subfolder: "", type: "output" });
  return script === "film"
    ? { images: [file("moving.webp"), file("moving.gif")], video: [file("film.mp4")] }
    : { images: [file("picture_00001.png")] };
}

/** A server that speaks the protocol and computes nothing: it plays what a run looks like. */
export async function startFakeServer(page = join(ROOT, "dist", "editor")): Promise<FakeServer> {
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#ffffff" } })
    .composite([
      {
        input: Buffer.from(
          '<svg width="64" height="64"><circle cx="32" cy="34" r="20" fill="#e8a33d"/><circle cx="25" cy="30" r="3"/><circle cx="39" cy="30" r="3"/></svg>',
        ),
      },
    ])
    .png()
    .toBuffer();
  const previews = await Promise.all(
    [2, 6, 16, 32].map((side) =>
      sharp(picture).resize(side, side).resize(64, 64, { kernel: "nearest" }).jpeg().toBuffer(),
    ),
  );
  const submitted: Submitted[] = [];
  const saved = new Map<string, string>();
  const history = new Map<string, unknown>();
  const sockets = new Set<WebSocket>();
  const send = (type: string, data: unknown): void => {
    for (const socket of sockets) socket.send(JSON.stringify({ type, data }));
  };
  const queue = (remaining: number): void => send("status", { status: { exec_info: { queue_remaining: remaining } } });
  const server: { script: Script } = { script: "paint" };

  const play = (job: Submitted): void => {
    const at = { prompt_id: job.id, timestamp: Date.now() };
    const ids = job.prompt.nodes.map(({ id }) => String(id));
    const progress = (node: string, value: number, max: number, state: string) =>
      send("progress_state", {
        prompt_id: job.id,
        nodes: { [node]: { node_id: node, display_node_id: node, value, max, state } },
      });
    send("execution_start", at);
    send("execution_cached", { ...at, nodes: ids.slice(0, 1) });
    for (const node of ids.slice(1)) {
      send("executing", { node, display_node: node, prompt_id: job.id });
      if (server.script === "hang") {
        progress(node, 2, 4, "running");
        for (const socket of sockets)
          socket.send(
            previewFrameWith(
              { display_node_id: node, prompt_id: job.id, image_type: "image/jpeg" },
              previews[1] ?? picture,
            ),
          );
        return;
      }
      progress(node, 4, 4, "running");
      for (const [i, value] of [0.25, 1, 0.5].entries())
        send("nextscale_metric", { display_node_id: node, prompt_id: job.id, name: "reward", step: i + 1, value });
      progress(node, 4, 4, "finished");
      send("executed", { node, display_node: node, prompt_id: job.id, output: outputOf(server.script) });
    }
    const outputs = { [ids.at(-1) ?? ""]: outputOf(server.script) };
    history.set(job.id, {
      prompt: [1, job.id, {}, { extra_pnginfo: { workflow: job.prompt } }, []],
      outputs,
      status: { status_str: "success", completed: true, messages: [] },
    });
    send("execution_success", at);
    queue(0);
    send("executing", { node: null, prompt_id: job.id });
  };

  const app = express();
  app.use(express.static(page));
  app.get("/object_info", (_request, response) => {
    response.json(Object.fromEntries([...builtinNodes()].map(([type, node]) => [type, objectInfo(node)])));
  });
  const names = readdirSync(join(ROOT, "workflows")).map((file) => basename(file, ".json"));
  app.get("/workflow_templates", (_request, response) => void response.json({ nextscale: names }));
  app.get("/api/workflow_templates/nextscale/:file", (request, response) =>
    response.sendFile(join(ROOT, "workflows", request.params.file)),
  );
  app.get("/userdata", (_request, response) => void response.json([...saved.keys()]));
  app.get(
    "/userdata/:file",
    (request, response) =>
      void response.type("json").send(saved.get(request.params.file.replace(/^workflows\//, "")) ?? ""),
  );
  app.post("/userdata/:file", express.text({ type: () => true }), (request, response) => {
    saved.set(request.params.file.replace(/^workflows\//, ""), request.body);
    response.json(request.params.file);
  });
  app.get("/view", (request, response) => {
    const [, ending] = String(request.query.filename).split(".");
    if (ending === "webp" || ending === "gif" || ending === "mp4") {
      const film = { frames: COLOURS[ending].map(plainPicture), rate: 10 };
      void encodeFilm(film, ending, new AbortController().signal).then((bytes) =>
        response.type(ending).send(Buffer.from(bytes)),
      );
    } else response.type("png").send(picture);
  });
  app.get("/internal/logs", (_request, response) => void response.json("The server listens.\n"));
  app.get("/api/jobs", (_request, response) => {
    const preview_output = { filename: "picture_00001.png", subfolder: "", type: "output", mediaType: "images" };
    const jobs = submitted.map(({ id }) => ({
      id,
      create_time: 1,
      ...(history.has(id) ? { status: "completed", preview_output } : { status: "in_progress" }),
    }));
    response.json({ jobs: jobs.toReversed(), pagination: {} });
  });
  app.get("/history/:id", (request, response) => {
    const { id } = request.params;
    response.json(history.has(id) ? { [id]: history.get(id) } : {});
  });
  app.post("/upload/image", (request, response) => {
    request.resume();
    request.on("end", () => response.json({ name: "upload.png", subfolder: "", type: "input" }));
  });
  app.post("/interrupt", (_request, response) => {
    const job = submitted.at(-1);
    if (job !== undefined) send("execution_interrupted", { prompt_id: job.id, timestamp: 1, executed: [] });
    queue(0);
    send("executing", { node: null, prompt_id: job?.id });
    response.end();
  });
  app.post("/prompt", express.json({ limit: "10mb" }), (request, response) => {
    if (server.script === "refuse") {
      const error = {
        type: "value_bigger_than_max",
        message: "Value 99 bigger than max of 20",
        details: "guidance",
        extra_info: { input_name: "guidance" },
      };
      response.status(400).json({
        error: { type: "prompt_outputs_failed_validation", message: "Prompt outputs failed validation", details: "" },
        node_errors: { 2: { errors: [error], dependent_outputs: ["3"], class_type: "x" } },
      });
      return;
    }
    const job = {
      id: crypto.randomUUID(),
      prompt: request.body.prompt,
      targets: request.body.partial_execution_targets ?? null,
    };
    submitted.push(job);
    queue(1);
    response.json({ prompt_id: job.id, number: submitted.length, node_errors: {} });
    setImmediate(() => play(job));
  });

  const http = createServer(app);
  const wire = new WebSocketServer({ server: http, path: "/ws" });
  wire.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.send(
      JSON.stringify({ type: "status", data: { status: { exec_info: { queue_remaining: 0 } }, sid: "fake" } }),
    );
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    submitted,
    saved,
    get script() {
      return server.script;
    },
    set script(script) {
      server.script = script;
    },
    cut: () => {
      for (const socket of sockets) socket.terminate();
    },
    send,
    sendFrame: (frame) => {
      for (const socket of sockets) socket.send(frame);
    },
    close: async () => {
      for (const socket of sockets) socket.terminate();
      wire.close();
      http.closeAllConnections();
      await new Promise<void>((done) => http.close(() => done()));
    },
  };
}
