import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const root = join(import.meta.dirname, "..", "editor");

/** litegraph's own number prompt evaluates what is typed; the page never opens it, and its build holds no `eval`. */
const withoutEval = {
  name: "without-eval",
  transform: {
    filter: { id: /@comfyorg[\\/]litegraph/ },
    handler: (code) => code.replace("v = eval(v);", "v = Number(v);"),
  },
};

/** Builds the page into a folder. */
export function buildEditor(folder) {
  return build({
    root,
    base: "./",
    configFile: false,
    logLevel: "warn",
    plugins: [withoutEval],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_500,
    },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await buildEditor(join(root, "..", "dist", "editor"));
