/** The search page of a release: what is found, by kind, while one types; its address keeps what was asked for. */

import { announce, element, find, need } from "./dom";
import { addressOf, search } from "./name-files";
import type { Findings, Found } from "./names";

const MOST = 60;
const PAUSE = 120;
const NOTHING = "Nothing is called that. Try fewer words, a code, or the name in another language.";

/** Shows what is found in a part of the page for what stands in an input. */
export function offerSearch(input: HTMLInputElement, part: HTMLElement): void {
  const asked = new URLSearchParams(location.search);
  const title = document.title;
  let kind = asked.get("kind") ?? "";
  let timer = 0;
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const text = input.value.trim();
    const shown = text ? await content(text, kind, choose) : [];
    if (mine !== turn) return;
    part.replaceChildren(...shown);
    document.title = text ? `${text} · ${title}` : title;
    remember(text, kind);
  };
  const choose = (wanted: string) => {
    kind = wanted;
    void show().then(() => find('[aria-pressed="true"]', HTMLButtonElement, part)?.focus());
  };
  input.value = asked.get("q") ?? "";
  input.addEventListener("input", () => {
    clearTimeout(timer);
    kind = "";
    timer = window.setTimeout(() => void show(), PAUSE);
  });
  need("form", HTMLFormElement, input.closest("main") ?? document).addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void show();
  });
  void show();
}

async function content(text: string, kind: string, choose: (kind: string) => void): Promise<HTMLElement[]> {
  try {
    const everything = await search(text, Number.POSITIVE_INFINITY);
    const some = kind ? await search(text, MOST, kind) : { ...everything, hits: everything.hits.slice(0, MOST) };
    announce(some.total === 1 ? "1 thing found" : `${some.total} things found`);
    return [...chips(everything, kind, choose), ...notices(some), ...sections(some), ...rest(some)];
  } catch {
    return [
      element("p", { class: "notice bad" }, "The names of this release did not load. Try again, or see its lists."),
    ];
  }
}

/** Buttons that leave one kind, the kind of the best hit first. */
function chips({ hits }: Findings, kind: string, choose: (kind: string) => void): HTMLElement[] {
  const counts = new Map<string, number>();
  for (const hit of hits) counts.set(hit.kind, (counts.get(hit.kind) ?? 0) + 1);
  if (counts.size < 2) return [];
  const button = (name: string, text: string, count: number) => {
    const made = element("button", { type: "button", "aria-pressed": String(name === kind) }, `${text} ${count}`);
    made.addEventListener("click", () => choose(name));
    return element("li", {}, made);
  };
  const kinds = [...counts].map(([name, count]) => button(name, name, count));
  return [
    element("ul", { class: "chips", "aria-label": "Only one kind" }, button("", "everything", hits.length), ...kinds),
  ];
}

function notices({ hits: [best] }: Findings): HTMLElement[] {
  if (!best) return [element("p", { class: "empty" }, NOTHING)];
  if (best.how === "alike") {
    return [element("p", { class: "notice" }, `Nothing is called that. The nearest name is ${best.name}.`)];
  }
  const some = "Nothing has all of these words in its name. These have the most of them.";
  return best.how === "some" ? [element("p", { class: "notice" }, some)] : [];
}

function sections({ hits }: Findings): HTMLElement[] {
  const kinds = new Map<string, Found[]>();
  for (const hit of hits) kinds.set(hit.kind, [...(kinds.get(hit.kind) ?? []), hit]);
  return [...kinds].map(([kind, of]) => {
    const words = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)} `;
    const heading = element("h2", {}, words, element("span", { class: "soft number" }, of.length));
    return element("section", {}, heading, element("ul", { class: "hits" }, ...of.map((hit) => item(hit, of))));
  });
}

function item(hit: Found, beside: Found[]): HTMLElement {
  const link = element("a", { href: addressOf(hit) }, hit.label);
  const called = hit.language ? `${hit.name} (${hit.language})` : hit.name;
  const more = hit.name === hit.label ? [] : [" ", element("span", { class: "soft" }, called)];
  const isAmbiguous = beside.some((other) => other !== hit && other.label === hit.label);
  const end = hit.path.slice(hit.path.lastIndexOf("/") + 1);
  const which = isAmbiguous ? [" ", element("span", { class: "soft small iri" }, end)] : [];
  return element("li", {}, link, ...more, ...which);
}

function rest({ hits, total }: Findings): HTMLElement[] {
  if (hits.length === total) return [];
  const text = `These are the best ${hits.length} of ${total}. Add a word to find less.`;
  return [element("p", { class: "soft" }, text)];
}

/** Keeps what was asked for in the address, where the browser lets a page from a disk do so. */
function remember(text: string, kind: string): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries({ q: text, kind })) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  try {
    history.replaceState(null, "", url);
  } catch {
    // A page from a disk has no address that may change.
  }
}
