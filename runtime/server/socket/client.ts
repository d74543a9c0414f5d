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

/** A message on its way to any number of clients: what is the same for all is made once. */
export interface Outgoing {
  readonly message: Message;
  /** In the form for a client that understands this; null: not for it. */
  readonly frameFor: (features: Features) => string | Uint8Array | null;
}

export function outgoing(message: Message): Outgoing {
  switch (message.kind) {
    case "text": {
      const text = JSON.stringify({ type: message.type, data: message.data });
      const isOwn = OWN.test(message.type);
      return { message, frameFor: (features) => (isOwn && !features.supports_nextscale ? null : text) };
    }
    case "preview": {
      const { metadata, mediaType, image } = message;
      return {
        message,
        frameFor: (features) =>
          features.supports_preview_metadata ? previewFrameWith(metadata, image) : previewFrame(mediaType, image),
      };
    }
    case "node-text": {
      const { node, text, continues } = message;
      return {
        message,
        frameFor: (features) => (features.supports_nextscale ? textFrame(node, text, continues) : null),
      };
    }
  }
}

/** Sends a message, or not at all. False when the client was dropped because it does not read what it is sent. */
export function send({ socket, features }: Client, { message, frameFor }: Outgoing): boolean {
  if (socket.readyState !== socket.OPEN) return true;
  if (socket.bufferedAmount > MOST_WAITING) {
    socket.terminate();
    return false;
  }
  const isBehind = socket.bufferedAmount > BEHIND;
  if (isBehind && (message.kind === "preview" || (message.kind === "text" && message.type === "progress_state"))) {
    return true;
  }
  const frame = frameFor(features);
  if (frame !== null) socket.send(frame);
  return true;
}
