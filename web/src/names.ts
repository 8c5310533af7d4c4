/** Search over names and codes without a server, ranked as the server ranks (`nameindex.py`, whose words are used here). */

/** A thing as a release lists it: slug (or `=` and an address), label, number of its kind, names, codes.
 * A name is `LANGUAGE:TEXT`, `*:TEXT` where it is the preferred English one, and empty where that is the label. */
export type Listed = [path: string, label: string, kind: number, names?: string[], codes?: string[]];

/** A kind of things in words, with its place among kinds. */
export type Kind = [words: string, rank: number];

export interface Found {
  path: string;
  label: string;
  kind: string;
  name: string;
  language: string;
  how: How;
}

export interface Findings {
  hits: Found[];
  total: number;
}

type How = "code" | "exact" | "prefix" | "words" | "part" | "alike" | "some";
const HOW: How[] = ["code", "exact", "prefix", "words", "part", "alike", "some"];
const [CODE, EXACT, PREFIX, WORDS, PART, ALIKE, SOME] = [0, 1, 2, 3, 4, 5, 6] as const;

const IRI = /^(https?:\/\/\S*\/id\/|mgid:)/;
const MOST_WORDS = 8;
const MOST_CHARACTERS = 200;
const LEAST_PART = 3;
const LEAST_ALIKE = 77;
const NEARLY_AS_CLOSE = 8;
const MOST_ALIKE = 12;
const LETTERS: Record<string, string> = {
  ...{ ß: "ss", ς: "σ", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h" },
};

interface Name {
  thing: number;
  text: string;
  language: string;
  key: string;
  isFirst: boolean;
}

/** How a name fits, and how unlike its words are. */
type Fit = [how: number, unlike: number];

/** The text without case, accents, punctuation and extra white space, for comparing names. */
export function fold(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[ßςłøđðþæœıħ]/g, (letter) => LETTERS[letter] ?? "");
  return plain
    .replace(/\p{Mn}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export class NameIndex {
  private readonly names: Name[] = [];
  private readonly codes = new Map<string, number[]>();
  private readonly byWord = new Map<string, number[]>();
  private readonly words: string[];
  private readonly places: number[];

  constructor(
    private readonly kinds: Kind[],
    private readonly things: Listed[],
  ) {
    for (const [at, thing] of things.entries()) this.read(thing, at);
    for (const [at, { key }] of this.names.entries()) {
      for (const word of new Set(key.split(" "))) push(this.byWord, word, at);
    }
    this.words = [...this.byWord.keys()];
    this.places = this.ranked();
  }

  /** The things that a text names, the best first, each once with its best name; of one kind where it is given. */
  search(text: string, most: number, kind = ""): Findings {
    const words = text.trim().replace(/\s+/g, " ").slice(0, MOST_CHARACTERS);
    const all = [...this.all(words)].filter(([thing]) => !kind || this.kindOf(thing) === kind);
    return { hits: all.slice(0, most).map(([thing, [how, name]]) => this.found(thing, how, name)), total: all.length };
  }

  private read([path, label, , names = [], codes = []]: Listed, thing: number): void {
    for (const name of names) {
      const [language = "", text = ""] = name ? parted(name) : ["*", label];
      this.names.push({
        ...{ thing, text, key: fold(text) },
        ...{ language: language === "*" ? "en" : language, isFirst: language === "*" },
      });
    }
    const slug = path.startsWith("=") ? [] : [path, path.slice(path.lastIndexOf("/") + 1)];
    for (const code of new Set([...codes, ...slug].map(fold))) push(this.codes, code, thing);
  }

  /** Every thing that is found, once, the best first; what has the code leaves no room for what is only alike. */
  private all(text: string): Map<number, [number, Name | undefined]> {
    const key = fold(text.replace(IRI, ""));
    const coded = this.codes.get(key) ?? [];
    const found = new Map<number, [number, Name | undefined]>(coded.map((thing) => [thing, [CODE, undefined]]));
    for (const [how, name] of this.named(key)) {
      const isNews = !found.has(name.thing) && (how < ALIKE || coded.length === 0);
      if (isNews) found.set(name.thing, [how, name]);
    }
    return found;
  }

  private named(key: string): [number, Name][] {
    const asked = [...new Set(key.split(" ").filter(Boolean))].slice(0, MOST_WORDS);
    const having = new Map<number, Fit[]>();
    for (const word of asked) {
      for (const [name, fit] of this.having(this.alike(word))) push(having, name, fit);
    }
    const most = Math.max(0, ...[...having.values()].map((fits) => fits.length));
    const fitting = [...having].filter(([, fits]) => fits.length === most);
    return fitting
      .map(([at, fits]) => {
        const how = most === asked.length ? Math.max(...fits.map(([how]) => how)) : SOME;
        const unlike = fits.reduce((sum, [, unlike]) => sum + unlike, 0);
        return { at, name: this.names[at] as Name, how: whole(key, this.names[at]?.key ?? "", how), unlike };
      })
      .sort(
        (one, other) => one.how - other.how || one.unlike - other.unlike || this.place(one.at) - this.place(other.at),
      )
      .map(({ how, name }) => [how, name]);
  }

  /** The names that have one of the spellings of a word, with the closest of them. */
  private having(spellings: Map<string, Fit>): Map<number, Fit> {
    const found = new Map<number, Fit>();
    for (const [word, fit] of spellings) {
      for (const name of this.byWord.get(word) ?? []) {
        const before = found.get(name);
        if (!before || fit[0] < before[0] || (fit[0] === before[0] && fit[1] < before[1])) found.set(name, fit);
      }
    }
    return found;
  }

  /** The known words that a word may stand for; where none has it, those that are nearly the same. */
  private alike(word: string): Map<string, Fit> {
    const found = new Map<string, Fit>();
    for (const known of this.words) {
      if (known.startsWith(word)) found.set(known, [WORDS, known === word ? 0 : 0.1]);
      else if (word.length >= LEAST_PART && known.includes(word)) found.set(known, [PART, 0.2]);
    }
    return found.size > 0 ? found : this.misspelt(word);
  }

  private misspelt(word: string): Map<string, Fit> {
    if (word.length < LEAST_PART) return new Map();
    const close = this.words
      .map((known): [string, number] => [known, likeness(word, known)])
      .filter(([, score]) => score >= LEAST_ALIKE)
      .sort(([, one], [, other]) => other - one)
      .slice(0, MOST_ALIKE);
    const least = (close[0]?.[1] ?? 0) - NEARLY_AS_CLOSE;
    return new Map(close.filter(([, score]) => score >= least).map(([known, score]) => [known, [ALIKE, 100 - score]]));
  }

  /** The place of each name among those that fit equally: by kind, the shortest first, preferred English first. */
  private ranked(): number[] {
    const order = this.names.map((_, at) => at);
    order.sort((one, other) => this.compare(this.names[one] as Name, this.names[other] as Name));
    const places: number[] = [];
    for (const [place, at] of order.entries()) places[at] = place;
    return places;
  }

  private compare(one: Name, other: Name): number {
    const [a, b] = [this.things[one.thing] as Listed, this.things[other.thing] as Listed];
    const [first, second] = [this.kinds[a[2]]?.[1] ?? 0, this.kinds[b[2]]?.[1] ?? 0];
    const short = [...one.key].length - [...other.key].length;
    return (
      first - second || short || Number(other.isFirst) - Number(one.isFirst) || order(a[1], b[1]) || order(a[0], b[0])
    );
  }

  private place(name: number): number {
    return this.places[name] ?? 0;
  }

  private kindOf(thing: number): string {
    return this.kinds[this.things[thing]?.[2] ?? 0]?.[0] ?? "";
  }

  private found(thing: number, how: number, name: Name | undefined): Found {
    const [path, label] = this.things[thing] as Listed;
    const { text, language } = name ?? { text: label, language: "" };
    return { path, label, kind: this.kindOf(thing), name: text, language, how: HOW[how] ?? "some" };
  }
}

/** How a name that has the words fits as a whole. */
function whole(key: string, name: string, how: number): number {
  if (name === key) return EXACT;
  return name.startsWith(key) ? PREFIX : how;
}

function parted(name: string): [string, string] {
  const colon = name.indexOf(":");
  return [name.slice(0, colon), name.slice(colon + 1)];
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function push<Key, One>(map: Map<Key, One[]>, key: Key, one: One): void {
  const list = map.get(key);
  if (list) list.push(one);
  else map.set(key, [one]);
}

/** How alike two words are, out of 100: twice the length of what they have in common in this order, of both lengths. */
function likeness(one: string, other: string): number {
  const most = (200 * Math.min(one.length, other.length)) / (one.length + other.length);
  if (most < LEAST_ALIKE) return 0;
  let before = new Array<number>(other.length + 1).fill(0);
  for (const letter of one) {
    const row = [0];
    for (let at = 0; at < other.length; at++) {
      row.push(letter === other[at] ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0));
    }
    before = row;
  }
  return (200 * (before[other.length] ?? 0)) / (one.length + other.length);
}
