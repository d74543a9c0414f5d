import type { Request, Response } from "express";

/** Types that a browser would run or read as a page of ours, whatever stands around them. */
const ACTIVE = /(^text\/(html|css|xml|.*script)$)|script|xml|xsl|wasm|x-shockwave/;

/**
 * Says what is sent, as a file with a name. What a browser could run comes as bytes to keep; a drawing (SVG) may be shown
 * where a page asks for a picture, since it runs nothing there.
 */
export function setContent(request: Request, response: Response, name: string, mediaType: string): void {
  const type = mediaType.replace(/;.*$/s, "").trim().toLowerCase();
  const isDrawing = type === "image/svg+xml";
  const isShown = isDrawing && request.get("sec-fetch-dest") === "image";
  if (isDrawing) response.vary("Sec-Fetch-Dest");
  const isActive = ACTIVE.test(type) && !isShown;
  const isText = /^text\//.test(type) || type === "application/json";
  response.set({
    "Content-Type": isActive ? "application/octet-stream" : isText ? `${type}; charset=utf-8` : type,
    "Content-Disposition": disposition(name, isActive ? "attachment" : "inline"),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
  });
}

/** Names are in ASCII for old clients, and whole for others (RFC 6266). */
function disposition(name: string, kind: "attachment" | "inline"): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"${plain === name ? "" : `; filename*=UTF-8''${whole}`}`;
}
