import type { IncomingHttpHeaders } from "node:http";
import type { Token } from "./token.ts";

/** Who may come in. */
export interface GuardPolicy {
  /** The address that the server listens at. */
  readonly host: string;
  /** Names it answers to beside those of loopback. */
  readonly hosts: readonly string[];
  /** Other origins whose pages may talk to it: "https://studio.example". */
  readonly origins: readonly string[];
  /** Without any, everyone who gets here may do everything. */
  readonly tokens: readonly Token[];
}

/** What the guards see of a request, WebSocket upgrades included. */
export interface Visit {
  readonly method: string;
  /** As routes see it: without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}
