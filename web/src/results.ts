/** Answers of the SPARQL endpoint: reading them, and showing rows as a table. */

import { element } from "./dom";
import { compress } from "./terms";

/** A term as SPARQL 1.1 Query Results JSON has it. */
export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: string;
  "xml:lang"?: string;
  datatype?: string;
}

export type Row = Record<string, Term | undefined>;

/** Rows of a SELECT query, the yes or no of ASK, or the text of a graph. */
export type Answer =
  | { form: "rows"; variables: string[]; rows: Row[] }
  | { form: "answer"; answer: boolean }
  | { form: "graph"; text: string };

export type Rows = Extract<Answer, { form: "rows" }>;

/** Where things are, and how IRIs are shortened. */
export interface Naming {
  base: string;
  space: string;
  prefixes: Record<string, string>;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "gYear"].map(
    (name) => XSD + name,
  ),
);
const MOST_SHOWN = 1000;

interface Document {
  head: { vars?: string[] };
  results?: { bindings: Row[] };
  boolean?: boolean;
}

/** What a response of the endpoint says. */
export async function read(response: Response): Promise<Answer> {
  if (!(response.headers.get("content-type") ?? "").includes("json")) {
    return { form: "graph", text: await response.text() };
  }
  const { head, results, boolean } = (await response.json()) as Document;
  if (boolean !== undefined) return { form: "answer", answer: boolean };
  return { form: "rows", variables: head.vars ?? [], rows: results?.bindings ?? [] };
}

/** Whether a term is a number or a year. */
export function isNumber(term: Term | undefined): boolean {
  return term?.type === "literal" && NUMBERS.has(term.datatype ?? "") && Number.isFinite(Number(term.value));
}

/** The text of a term for people. */
export function text(term: Term | undefined, naming: Naming): string {
  if (!term) return "";
  return term.type === "uri" ? compress(term.value, naming.prefixes) : term.value;
}

/** Where the page about an IRI is: on this site for what the graph may know. */
function pageOf(iri: string, { base, space }: Naming): string | undefined {
  if (iri.startsWith(space)) return `/doc/${iri.slice(space.length)}`;
  if (iri.startsWith(base)) return `/${iri.slice(base.length)}`;
  return /^https?:\/\//.test(iri) ? `/describe?${new URLSearchParams({ iri })}` : undefined;
}

/** The rows as a table that scrolls by itself; of very many, the first ones, and a line that says so. */
export function table(variables: string[], rows: Row[], naming: Naming): HTMLElement[] {
  const numeric = new Set(variables.filter((name) => rows.length > 0 && rows.every((row) => isLikeNumber(row[name]))));
  const head = variables.map((name) =>
    element("th", { scope: "col", class: numeric.has(name) ? "number" : undefined }, name),
  );
  const body = rows
    .slice(0, MOST_SHOWN)
    .map((row) => element("tr", {}, ...variables.map((name) => cell(row[name], numeric.has(name), naming))));
  const shown = element(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": "Rows of the answer" },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
  const rest = `The first ${MOST_SHOWN.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows are shown; the downloads have all.`;
  return rows.length > MOST_SHOWN ? [element("p", { class: "notice" }, rest), shown] : [shown];
}

function isLikeNumber(term: Term | undefined): boolean {
  return !term || isNumber(term);
}

function cell(term: Term | undefined, isNumeric: boolean, naming: Naming): HTMLElement {
  return element("td", { class: isNumeric ? "number" : undefined }, ...content(term, naming));
}

function content(term: Term | undefined, naming: Naming): (Node | string)[] {
  if (!term) return [];
  const said = text(term, naming);
  const href = term.type === "uri" ? pageOf(term.value, naming) : undefined;
  if (href) return [element("a", { href, title: term.value, class: "iri" }, said)];
  const language = term["xml:lang"];
  return language ? [said, " ", element("small", { class: "soft" }, language)] : [said];
}

/** A number with a noun: `1 row`, `1,200 rows`. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
