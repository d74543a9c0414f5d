import type { WebSocket } from "ws";
import { previewFrame, previewFrameWith, textFrame } from "./frames.ts";
import type { Message } from "./messages.ts";

/** Bytes that may wait in one socket: with more a client that does not read is dropped. */
const MOST_WAITING = 16e6;
/** With more than this waiting, what only shows progress is left out. */
const BEHIND = 1e6;

/** What a client said that it understands, in its first message. */
export interface Features {
  readonly supports_preview_metadata: boolean;
  /** Text frames, and message types of our own. */
  readonly supports_nextscale: boolean;
}

export const noFeatures: Features = { supports_preview_metadata: false, supports_nextscale: false };

/** One connected socket. */
export interface Client {
  readonly id: string;
  readonly socket: WebSocket;
  features: Features;
  /** True while the next message may still be the feature flags. */
  isNew: boolean;
  /** False from a ping until its answer. */
  isAlive: boolean;
}

/** The types of messages that only clients which know this package are sent. */
const OWN = /^nextscale_/;

/**
 * Sends a message in the form that the client understands, or not at all. False when the client was dropped because it
 * does not read what it is sent.
 */
export function send(client: Client, message: Message): boolean {
  const { socket } = client;
  if (socket.readyState !== socket.OPEN) return true;
  if (socket.bufferedAmount > MOST_WAITING) {
    socket.terminate();
    return false;
  }
  const isBehind = socket.bufferedAmount > BEHIND;
  if (isBehind && (message.kind === "preview" || (message.kind === "text" && message.type === "progress_state"))) {
    return true;
  }
  const frame = frameFor(client, message);
  if (frame !== null) socket.send(frame);
  return true;
}

function frameFor({ features }: Client, message: Message): string | Uint8Array | null {
  switch (message.kind) {
    case "text":
      if (OWN.test(message.type) && !features.supports_nextscale) return null;
      return JSON.stringify({ type: message.type, data: message.data });
    case "preview":
      return features.supports_preview_metadata
        ? previewFrameWith(message.metadata, message.image)
        : previewFrame(message.mediaType, message.image);
    case "node-text":
      return features.supports_nextscale ? textFrame(message.node, message.text) : null;
  }
}
