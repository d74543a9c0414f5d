/** Drawings on a field of 24, as strokes. */
const PATHS = {
  play: "M7 5.5v13l11-6.5z",
  stop: "M7 7h10v10H7z",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  search: "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM16 16l4.5 4.5",
  templates: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
  queue: "M4 6h16M4 12h16M4 18h10",
  gallery: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  outline: "M5 6h3M11 6h8M9 12h2M13 12h6M9 18h2M13 18h6M6 9v9h2",
  log: "M4 5h16v14H4zM8 10l2.5 2L8 14M13 14.5h4",
  brush: "M5 19c2.5.6 4.6-.4 4.6-2.6 0-1.3-1-2.2-2.2-2.2C5.6 14.2 6.4 17 5 19zM10 14.5L19 5l-7.6 10.6",
  compare: "M12 4v16M4 6h5v12H4M20 6h-5v12h5",
  help: "M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2.2M12 17.5h.01",
  save: "M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6",
  open: "M3 7h7l2 2h9v10H3z",
  left: "M14 6l-6 6 6 6",
  right: "M10 6l6 6-6 6",
  undo: "M8 8H15a5 5 0 0 1 0 10H9M8 8l3.5-3.5M8 8l3.5 3.5",
  redo: "M16 8H9a5 5 0 0 0 0 10h6M16 8l-3.5-3.5M16 8l-3.5 3.5",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  minus: "M5 12h14",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  retry: "M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4",
  trash: "M5 7h14M9 7V4.5h6V7M7 7l1 13h8l1-13",
  up: "M12 19V6M6.5 11.5L12 6l5.5 5.5",
  down: "M12 5v13M6.5 12.5L12 18l5.5-5.5",
  top: "M5 5h14M12 20V9M7.5 13.5L12 9l4.5 4.5",
  download: "M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14",
  form: "M4 5h16v14H4zM8 10h8M8 14h5",
  graph: "M6 6h4v4H6zM14 14h4v4h-4zM10 8h3a3 3 0 0 1 3 3v3",
  node: "M5 7h14v11H5zM5 11h14",
  language: "M4 6h9M8.5 4v2M11 6c-.6 3.6-3 6.4-6.5 8M6.5 9c1 2.4 3 4.2 5.5 5M12 20l4-9 4 9M13.4 17h5.2",
  warning: "M12 5L3.5 19h17zM12 10.5v4M12 16.8h.01",
} as const;

export type IconName = keyof typeof PATHS;

const NAMESPACE = "http://www.w3.org/2000/svg";

/** A small drawing beside a text; who cannot see it hears nothing of it. */
export function icon(name: IconName, size = 18): SVGSVGElement {
  const svg = document.createElementNS(NAMESPACE, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": name === "more" ? 2.6 : 1.7,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  })) {
    svg.setAttribute(key, String(value));
  }
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
