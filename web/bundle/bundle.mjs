/** Bundles the front end into the Python package: every entry, the style sheets, the assets, the outlines, the licences;
 * and compresses them, so that the server need not. */

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { licences } from "./licences.mjs";
import { europe } from "./outlines.mjs";

const WEB = dirname(dirname(fileURLToPath(import.meta.url)));
const STATIC = join(WEB, "../src/minegraph/site/static");

process.chdir(WEB);
rmSync(STATIC, { recursive: true, force: true });
cpSync("src/assets", STATIC, { recursive: true });
/** @satisfies {import("esbuild").BuildOptions} */
const options = {
  entryNames: "[name]",
  outdir: STATIC,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome123", "firefox128", "safari17.5"],
  legalComments: /** @type {const} */ ("none"),
  logLevel: /** @type {const} */ ("warning"),
};
const { metafile } = await build({
  ...options,
  entryPoints: ["src/entries/*.ts", "src/*.css"],
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  format: "esm",
  splitting: true,
  loader: { ".png": "file", ".svg": "dataurl", ".gif": "file" },
  metafile: true,
});
const outlines = JSON.stringify(europe());
await build({
  ...options,
  entryPoints: ["src/classic/*.ts"],
  format: "iife",
  inject: ["bundle/address.mjs"],
  define: { "import.meta.url": "ADDRESS", OUTLINES: outlines },
});
writeFileSync(join(STATIC, "europe.json"), outlines);
writeFileSync(join(STATIC, "licences.txt"), licences(metafile, ["world-atlas"]));
for (const name of readdirSync(STATIC).filter((name) => !name.endsWith(".png"))) {
  writeFileSync(join(STATIC, `${name}.gz`), gzipSync(readFileSync(join(STATIC, name)), { level: 9 }));
}
