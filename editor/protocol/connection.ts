import { readFrame } from "./frames.ts";
import { readMessage, type ServerMessage } from "./message.ts";

/** An open socket, and what it calls back. Bytes arrive as an `ArrayBuffer`. */
export interface Socket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onMessage: (data: unknown) => void;
  readonly onClose: () => void;
}

export type ConnectionState = "connecting" | "open" | "lost";

export interface ConnectionOptions {
  readonly open: (events: SocketEvents) => Socket;
  readonly onMessage: (message: ServerMessage) => void;
  /** Told at each change; an "open" after a "lost" is the moment to ask for what was missed. */
  readonly onState: (state: ConnectionState) => void;
  /** Calls back later; the answer forgets it. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

const GREETING = JSON.stringify({
  type: "feature_flags",
  data: { supports_preview_metadata: true, supports_nextscale: true },
});

/** Keeps a socket to the server open, whatever happens to it. The answer ends it for good. */
export function keepConnected({ open, onMessage, onState, later }: ConnectionOptions): () => void {
  let isOver = false;
  let wait = FIRST_WAIT;
  let forget = () => {};
  let socket: Socket | null = null;

  const connect = (): void => {
    onState("connecting");
    const current: Socket = open({
      onOpen: () => {
        wait = FIRST_WAIT;
        current.send(GREETING);
        onState("open");
      },
      onMessage: (data) => {
        const message =
          typeof data === "string" ? readMessage(data) : data instanceof ArrayBuffer ? readFrame(data) : null;
        if (message !== null) onMessage(message);
      },
      onClose: () => {
        if (isOver || socket !== current) return;
        onState("lost");
        forget = later(wait, connect);
        wait = Math.min(LONGEST_WAIT, wait * 2);
      },
    });
    socket = current;
  };
  connect();
  return () => {
    isOver = true;
    forget();
    socket?.close();
  };
}

/** A socket of the browser. */
export function browserSocket(url: string, { onOpen, onMessage, onClose }: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", onOpen);
  socket.addEventListener("message", ({ data }) => onMessage(data));
  socket.addEventListener("close", onClose);
  return { send: (text) => socket.send(text), close: () => socket.close() };
}
