/** The names of a release: data scripts, loaded when one searches, since a page from a disk may fetch nothing. */

import { element } from "./dom";
import { type Findings, type Found, fold, type Kind, type Listed, NameIndex } from "./names";

/** What a file of names holds: all things, or those of which a word begins with a letter. */
interface Names {
  kinds: Kind[];
  things: Listed[];
  /** Where there are too many for one file: the letters that have a file of their own. */
  letters?: string[];
}

declare global {
  /** Every file of names calls this with its own name and what it holds. */
  var minegraphNames: (file: string, names: Names) => void;
}

const ROOT = new URL("..", import.meta.url);
const FIRST = "names";
const files = new Map<string, Promise<Names>>();
const arrived = new Map<string, Names>();
const indexes = new Map<string, NameIndex>();
globalThis.minegraphNames = (file, names) => arrived.set(file, names);

/** The things that a text names, the best first; an error when the names cannot be loaded. */
export async function search(text: string, most: number, kind = ""): Promise<Findings> {
  return (await indexFor(text)).search(text, most, kind);
}

/** The address of the page about a thing. */
export function addressOf({ path }: Found): string {
  const file = path.startsWith("=") ? path.slice(1) : `doc/${path}.html`;
  return new URL(file, ROOT).href;
}

async function indexFor(text: string): Promise<NameIndex> {
  const all = await file(FIRST);
  const letters = new Set(
    fold(text)
      .split(" ")
      .map((word) => [...word][0] ?? ""),
  );
  const wanted = (all.letters ?? []).filter((letter) => letters.has(letter));
  const key = wanted.join("");
  const index = indexes.get(key) ?? new NameIndex(all.kinds, await thingsOf(all, wanted));
  indexes.set(key, index);
  return index;
}

async function thingsOf(all: Names, letters: string[]): Promise<Listed[]> {
  const parts = await Promise.all(letters.map((letter) => file(`names-${letter.codePointAt(0)?.toString(16)}`)));
  const things = [all, ...parts].flatMap((part) => part.things);
  return [...new Map(things.map((thing) => [thing[0], thing])).values()];
}

function file(name: string): Promise<Names> {
  const loading = files.get(name) ?? load(name);
  files.set(name, loading);
  return loading;
}

function load(name: string): Promise<Names> {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: new URL(`names/${name}.js`, ROOT).href });
    const fail = () => reject(new Error(`${script.src} did not load.`));
    script.addEventListener("error", fail);
    script.addEventListener("load", () => {
      const names = arrived.get(name);
      if (names) resolve(names);
      else fail();
    });
    document.head.append(script);
  });
}
