import { PACK_API } from "./pack.ts";

interface Facts {
  readonly name: string;
  readonly namespace: string;
  /** Version of this package. */
  readonly release: string;
}

/** The files of a new pack: text by path. */
export function scaffold(facts: Facts): Readonly<Record<string, string>> {
  return {
    "package.json": json(packageJson(facts)),
    "tsconfig.json": json(tsconfig),
    ".gitignore": "node_modules/\ndist/\n",
    "README.md": readme(facts),
    "src/index.ts": index(facts),
    "src/invert-image.ts": node(facts),
    "test/invert-image.test.ts": nodeTest,
    "test/contract.test.ts": contractTest(facts),
    "docs/invert-image.md": help,
    "workflows/invert.json": json(workflow(facts)),
  };
}

function packageJson({ name, namespace, release }: Facts): unknown {
  return {
    name,
    version: "0.1.0",
    description: "Nodes for NextScale.",
    keywords: ["nextscale-nodes"],
    license: "MIT",
    type: "module",
    exports: { ".": { types: "./dist/src/index.d.ts", default: "./dist/src/index.js" } },
    files: ["dist/src", "dist/nodes.json", "docs", "workflows"],
    scripts: {
      build: "tsc && nextscale pack build",
      test: "npm run build && node --test dist/test/*.test.js",
      dev: "nextscale pack dev",
    },
    nextscale: {
      api: PACK_API,
      namespace,
      manifest: "dist/nodes.json",
      nodes: "dist/src/index.js",
      workflows: "workflows",
      docs: "docs",
    },
    peerDependencies: { nextscale: `^${release}` },
    devDependencies: { "@types/node": "^20.19.0", nextscale: `^${release}`, typescript: ">=5.8 <7" },
  };
}

const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    module: "NodeNext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    skipLibCheck: true,
    rootDir: ".",
    outDir: "dist",
  },
  include: ["src", "test"],
};

const index = ({ namespace }: Facts) => `import { definePack } from "nextscale/sdk";
import { invertImage } from "./invert-image.ts";

/** Every node of this pack. One node is one file; add it to the list. */
export const pack = definePack({ namespace: "${namespace}", nodes: [invertImage] });
`;

const node = ({ namespace }: Facts) => `import { defineNode, link, port } from "nextscale/sdk";

/** Turns light into dark. */
export const invertImage = defineNode({
  type: "${namespace}/invert-image",
  version: 1,
  title: "Invert Image",
  category: "image",
  description: "Turns light into dark and every colour into its opposite.",

  inputs: {
    image: link.image,
    amount: port.number({ min: 0, max: 1, default: 1, description: "0 leaves the picture alone, 1 inverts it." }),
  },
  outputs: { image: link.image },
  run: ({ image, amount }) => ({
    image: image.map(({ height, width, data }) => ({
      height,
      width,
      data: data.map((byte) => Math.round(byte + amount * (255 - 2 * byte))),
    })),
  }),
});
`;

const nodeTest = `import assert from "node:assert/strict";
import { test } from "node:test";
import { runNode } from "nextscale/testing";
import { invertImage } from "../src/invert-image.ts";

const image = [{ height: 1, width: 1, data: Uint8Array.of(255, 0, 100) }];

test("light becomes dark", async () => {
  const { outputs } = await runNode(invertImage, { image });
  assert.deepEqual(outputs.image, [{ height: 1, width: 1, data: Uint8Array.of(0, 255, 155) }]);
});

test("an amount of 0 leaves the picture alone", async () => {
  const { outputs } = await runNode(invertImage, { image, amount: 0 });
  assert.deepEqual(outputs.image, image);
});
`;

const contractTest = ({ namespace }: Facts) => `import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { packContract } from "nextscale/testing";

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** Inputs to run nodes with that need more than their defaults. */
const samples = {
  "${namespace}/invert-image": { image: [{ height: 1, width: 1, data: Uint8Array.of(255, 0, 100) }] },
};

for (const { rule, check } of await packContract(folder, { samples })) test(rule, check);
`;

const help = `# Invert Image

Turns light into dark and every colour into its opposite.

| Input | |
|---|---|
| image | The pictures. |
| amount | 0 leaves them alone, 1 inverts them. |
`;

function readme({ name, namespace }: Facts): string {
  return `# ${name}

Nodes for NextScale: \`${namespace}/invert-image\`.

\`\`\`
npm install
npm run build     # compiles, and writes the manifest dist/nodes.json
npm test          # the node's own test, and the rules that every pack keeps
npx nextscale pack add .
npx nextscale run workflows/invert.json
\`\`\`

While you work: \`npm run dev\` builds and tests on every change, and workflows use the pack from here.
`;
}

/** Paints a picture and inverts it. */
function workflow({ namespace }: Facts): unknown {
  const node = (id: number, type: string, title: string, rest: object) => ({
    id,
    type,
    pos: [40 + 320 * (id - 1), 120],
    size: [280, 160],
    flags: {},
    order: id - 1,
    mode: 0,
    title,
    properties: { version: 1 },
    ...rest,
  });
  const image = (link: number) => [{ name: "image", type: "IMAGE", link }];
  const made = (type: string, link: number) => [{ name: type.toLowerCase(), type, links: [link] }];
  return {
    last_node_id: 4,
    last_link_id: 3,
    nodes: [
      node(1, "nextscale/load-model", "Load Model", {
        outputs: made("MODEL", 1),
        widgets_values_named: { checkpoint: "tiny" },
      }),
      node(2, "nextscale/generate-image", "Painter", {
        inputs: [{ name: "model", type: "MODEL", link: 1 }],
        outputs: made("IMAGE", 2),
        widgets_values_named: { prompt: "a red star on a white background", seed: 0 },
      }),
      node(3, `${namespace}/invert-image`, "Invert", {
        inputs: image(2),
        outputs: made("IMAGE", 3),
        widgets_values_named: { amount: 1 },
      }),
      node(4, "nextscale/save-image", "Save Image", { inputs: image(3), widgets_values_named: { prefix: "inverted" } }),
    ],
    links: [
      [1, 1, 0, 2, 0, "MODEL"],
      [2, 2, 0, 3, 0, "IMAGE"],
      [3, 3, 0, 4, 0, "IMAGE"],
    ],
    groups: [],
    config: {},
    extra: {},
    version: 0.4,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
