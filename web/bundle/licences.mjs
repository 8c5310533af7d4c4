/** The licences of the packages whose code or data the bundle carries. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(-[a-z]+)?(\.(md|txt))?$/i;

/** @typedef {{ name: string, version: string, license?: string, author?: string | { name: string }, dependencies?: Record<string, string> }} Package */

/**
 * The packages that esbuild read, and all that these depend on: some of them carry their dependencies within.
 * @param {import("esbuild").Metafile} metafile
 * @param {string[]} further packages of which only data is carried
 * @returns {string} one section per package: name, version, licence and its full text
 */
export function licences(metafile, further) {
  const read = Object.keys(metafile.inputs).flatMap(
    (input) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
  );
  return [...closure([...read, ...further])]
    .sort()
    .map(section)
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string[]} names */
function closure(names) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || !existsSync(folder(name))) continue;
    found.add(name);
    waiting.push(...Object.keys(manifest(name).dependencies ?? {}));
  }
  return found;
}

/** @param {string} name */
function section(name) {
  const { version, license, author } = manifest(name);
  const texts = readdirSync(folder(name))
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder(name), file), "utf8").trim());
  const holder = typeof author === "string" ? author.replace(/ <.*/, "") : (author?.name ?? `the authors of ${name}`);
  if (texts.length === 0 && license === "MIT") texts.push(mit(holder));
  return [`${name} ${version} (${license})`, ...texts].join("\n\n").concat("\n");
}

/**
 * @param {string} name
 * @returns {Package}
 */
function manifest(name) {
  return JSON.parse(readFileSync(join(folder(name), "package.json"), "utf8"));
}

/** @param {string} name */
function folder(name) {
  return join("node_modules", name);
}

/**
 * The text of the MIT licence, for packages that only name it.
 * @param {string} holder
 */
function mit(holder) {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
