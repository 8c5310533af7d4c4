/** The classes and properties of the graph, and what they complete; names under prefixes. */

import { getJson } from "./request";

interface Term {
  iri: string;
  curie: string;
  label: string;
  count: number;
}

/** What `/terms.json` says: each list has the most used first. */
interface Listed {
  classes: Term[];
  properties: Term[];
}

const MOST = 60;
const LOCAL_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;

let fetched: Promise<Listed> | undefined;

/** The terms in use, asked for until they have come. */
function listed(): Promise<Listed> {
  fetched ??= getJson<Listed>("/terms.json").catch((error) => {
    fetched = undefined;
    throw error;
  });
  return fetched;
}

/** The IRIs of classes or properties that begin with a text, or whose CURIE or label has it; the most used first. */
export async function completions(kind: "classes" | "properties", text: string): Promise<string[]> {
  const terms = (await listed())[kind];
  const sought = text.toLowerCase();
  const begun = terms.filter(({ iri }) => iri.toLowerCase().startsWith(sought));
  const found = begun.length > 0 ? begun : terms.filter((term) => has(term, sought));
  return found.slice(0, MOST).map(({ iri }) => iri);
}

/** What a term is called and how often it is used, for an IRI or a CURIE; empty for one that is not in use. */
export async function gloss(name: string): Promise<string> {
  const { classes, properties } = await listed();
  const bare = name.replace(/^<|>$/g, "");
  const term = [...classes, ...properties].find(({ iri, curie }) => iri === bare || curie === bare);
  return term ? `${term.label} · ${term.count.toLocaleString("en")}` : "";
}

/** The CURIE of an IRI under the longest of the namespaces, else the IRI. */
export function compress(iri: string, prefixes: Record<string, string>): string {
  const [best] = Object.entries(prefixes)
    .filter(([, namespace]) => iri.startsWith(namespace))
    .sort(([, one], [, other]) => other.length - one.length);
  if (!best) return iri;
  const [prefix, namespace] = best;
  const rest = iri.slice(namespace.length);
  return LOCAL_NAME.test(rest) || rest.split("/").every((part) => LOCAL_NAME.test(part)) ? `${prefix}:${rest}` : iri;
}

function has({ curie, label }: Term, sought: string): boolean {
  return curie.toLowerCase().includes(sought) || label.toLowerCase().includes(sought);
}
