import { z } from "zod";
import { parseJson } from "../../files/parse-json.ts";
import { port } from "../../workflow/index.ts";
import { cliErrors } from "../errors.ts";
import { option } from "../option.ts";

/** Where a server is, and what it wants to see. */
export const remoteOptions = {
  server: option.value("URL", "the server", port.text({ default: "http://127.0.0.1:8188" }), {
    env: "NEXTSCALE_SERVER",
  }),
  token: option.value("SECRET", "the server's token", port.optional(port.text()), { env: "NEXTSCALE_TOKEN" }),
} as const;

/** A file on a server, as it tells of it. */
export const remoteFile = z.object({ filename: z.string(), subfolder: z.string(), type: z.string() });
export type RemoteFile = z.output<typeof remoteFile>;

/** A server somewhere. All calls reject with CLI_NO_SERVER when it cannot be reached, CLI_REFUSED when it says no. */
export interface Remote {
  readonly get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, answer: z.ZodType<T>) => Promise<T>;
  /** Uploads a picture; returns the name that a graph calls it by. */
  readonly upload: (bytes: Uint8Array, name: string) => Promise<string>;
  readonly download: (file: RemoteFile) => Promise<Uint8Array>;
  /** The address of its socket, and the headers it wants. */
  readonly socket: (client: string) => { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

const refusal = z.object({ error: z.union([z.string(), z.looseObject({ message: z.string(), details: z.string() })]) });
const nodeErrors = z.object({
  node_errors: z.record(
    z.string(),
    z.object({ errors: z.array(z.object({ message: z.string(), details: z.string() })) }),
  ),
});
const uploaded = z.object({ name: z.string(), subfolder: z.string() });

export function createRemote(url: string, token: string | undefined, signal?: AbortSignal): Remote {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw cliErrors.WRONG_VALUE({ name: "--server", expected: "a URL", got: url });
  const base = url.replace(/\/+$/, "");
  const headers: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const ask = async (path: string, request: RequestInit = {}): Promise<Response> => {
    const response = await fetch(base + path, { ...request, headers, ...(signal && { signal }) }).catch(
      (cause: unknown) => {
        if (signal?.aborted) throw cause;
        throw cliErrors.NO_SERVER({ url: base }, { cause });
      },
    );
    if (response.ok) return response;
    throw cliErrors.REFUSED({ url: base, status: response.status, problems: problemsIn(await response.text()) });
  };
  const read = async <T>(response: Response, answer: z.ZodType<T>): Promise<T> => {
    const parsed = answer.safeParse(await response.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw cliErrors.REFUSED({
      url: base,
      status: response.status,
      problems: ["it answers otherwise than this program expects"],
    });
  };
  return {
    get: async (path, answer) => read(await ask(path), answer),
    post: async (path, body, answer) => read(await ask(path, { method: "POST", body: JSON.stringify(body) }), answer),
    upload: async (bytes, name) => {
      const body = new FormData();
      body.append("image", new Blob([new Uint8Array(bytes)]), name);
      const kept = await read(await ask("/upload/image", { method: "POST", body }), uploaded);
      return kept.subfolder === "" ? kept.name : `${kept.subfolder}/${kept.name}`;
    },
    download: async (file) => new Uint8Array(await (await ask(`/view?${new URLSearchParams(file)}`)).arrayBuffer()),
    socket: (client) => ({ url: `${base.replace(/^http/, "ws")}/ws?clientId=${client}`, headers }),
  };
}

/** What a server says is wrong, a sentence each. */
function problemsIn(text: string): readonly string[] {
  const json = parseJson(text);
  const nodes = nodeErrors.safeParse(json).data?.node_errors ?? {};
  const ofNodes = Object.entries(nodes).flatMap(([node, { errors }]) =>
    errors.map(({ message, details }) => `Node ${node}: ${message} (${details}).`),
  );
  const whole = refusal.safeParse(json).data?.error;
  if (ofNodes.length > 0) return ofNodes;
  if (whole === undefined) return ["it gives no reason"];
  return [typeof whole === "string" ? whole : `${whole.message} ${whole.details}`.trim()];
}
