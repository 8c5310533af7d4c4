/** Walking the network: a drawing whose every state has its own URL, and a panel about what is chosen. */

import { announce, element, embedded, need } from "../dom";
import type { Edge, Network, NetworkDrawing, Node } from "../graph";
import { getJson, reason } from "../request";

interface Given {
  space: string;
  centre: string;
  network: Network;
}

/** What `/network/…/facts.json` says of a thing. */
interface Fact {
  name: string;
  values: string[];
}

const MOST_LINKS = 12;

const { space, centre, network: first } = embedded<Given>("network-data");
const filter = need("#filter", HTMLFormElement);
const panel = need("#panel", HTMLElement);
const omitted = need("#omitted", HTMLElement);
let network = first;
let chosen = "";
let asked = new AbortController();

const { NetworkDrawing: Drawing } = await import("../graph");
need("#drawing", HTMLElement).hidden = false;
need("#list", HTMLElement).hidden = true;
const drawing: NetworkDrawing = new Drawing(need("#graph", HTMLElement), choose, open);
drawing.show(network, opened());
choose(centre);

need('button[type="submit"]', HTMLButtonElement, filter).hidden = true;
filter.addEventListener("change", () => go(opened(), kinds()));
addEventListener("popstate", () => void load());
const png = need("#png", HTMLButtonElement);
png.hidden = false;
png.addEventListener("click", () => void drawing.downloadPng(`network-${slug(centre)}.png`, document.title));

/** Shows the network of the URL, or says why there is none; what was asked before does not count any more. */
async function load(): Promise<void> {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    network = await getJson<Network>(`${location.pathname}.json${location.search}`, signal);
    show();
  } catch (error) {
    if (!signal.aborted) note(reason(error));
  }
}

function show(): void {
  drawing.show(network, opened());
  for (const box of boxes()) box.checked = kindsOfUrl().length === 0 || kindsOfUrl().includes(box.value);
  showOmitted();
  showCrumbs();
  const other = need("#other-view", HTMLAnchorElement);
  other.href = `${address(opened(), kindsOfUrl())}${location.search ? "&" : "?"}view=list`;
  choose(node(chosen) ? chosen : centre);
  drawing.select(chosen);
  announce(`${network.nodes.length} things, ${network.edges.length} links.`);
}

function go(nowOpened: string[], nowKinds: string[]): void {
  const url = address(nowOpened, nowKinds);
  if (url === location.pathname + location.search) return;
  history.pushState(null, "", url);
  void load();
}

function address(nowOpened: string[], nowKinds: string[]): string {
  const query = new URLSearchParams([
    ...nowOpened.map((iri) => ["open", iri.slice(space.length)]),
    ...nowKinds.map((kind) => ["kind", kind]),
  ]);
  return query.size > 0 ? `${location.pathname}?${query}` : location.pathname;
}

/** What the URL says is open. */
function opened(): string[] {
  return new URLSearchParams(location.search).getAll("open").map((one) => space + one);
}

function kindsOfUrl(): string[] {
  return new URLSearchParams(location.search).getAll("kind");
}

/** The ticked kinds; all of them is the same as none. */
function kinds(): string[] {
  const ticked = boxes().filter((box) => box.checked);
  return ticked.length === boxes().length ? [] : ticked.map((box) => box.value);
}

function boxes(): HTMLInputElement[] {
  return [...filter.querySelectorAll<HTMLInputElement>('input[name="kind"]')];
}

function open(iri: string): void {
  if (iri !== centre && !opened().includes(iri)) go([...opened(), iri], kindsOfUrl());
}

function close(iri: string): void {
  go(
    opened().filter((one) => one !== iri),
    kindsOfUrl(),
  );
}

function node(iri: string): Node | undefined {
  return network.nodes.find((one) => one.iri === iri);
}

/** Tells of one thing in the panel. */
function choose(iri: string): void {
  const found = node(iri);
  if (!found) return;
  chosen = iri;
  const facts = element("dl", { class: "facts" });
  panel.replaceChildren(
    element("p", { class: "eyebrow" }, found.kind),
    element("h2", {}, found.label),
    element("p", { class: "row" }, ...ways(found)),
    facts,
    ...linksOf(found),
  );
  void showFacts(iri, facts);
}

function ways({ iri, kind }: Node): HTMLElement[] {
  const all = [element("a", { href: documentOf(iri) }, "All that is known")];
  if (kind === "mining region") all.push(element("a", { href: `/synergies/${slug(iri)}` }, "Synergies"));
  if (iri === centre) return all;
  all.push(element("a", { href: `/network/${iri.slice(space.length)}` }, "Begin here"));
  const isOpened = opened().includes(iri);
  const button = element("button", { type: "button" }, isOpened ? "Close" : "Open");
  button.addEventListener("click", () => (isOpened ? close(iri) : open(iri)));
  return [button, ...all];
}

/** What the thing is linked with here, each a way to choose it. */
function linksOf({ iri }: Node): HTMLElement[] {
  const links = network.edges.filter(({ origin, target }) => origin === iri || target === iri);
  const items = links.slice(0, MOST_LINKS).map((edge) => element("li", {}, ...sentence(edge, iri)));
  const more =
    links.length > MOST_LINKS ? [element("li", { class: "soft" }, `… ${links.length - MOST_LINKS} more`)] : [];
  return links.length > 0 ? [element("h3", {}, "Links"), element("ul", { class: "plain" }, ...items, ...more)] : [];
}

function sentence({ origin, target, words, evidence }: Edge, iri: string): (HTMLElement | string)[] {
  const other = node(origin === iri ? target : origin);
  const button = element("button", { type: "button", class: "link" }, other?.name ?? "");
  button.addEventListener("click", () => {
    if (!other) return;
    choose(other.iri);
    drawing.select(other.iri);
  });
  const stating = evidence.find((one) => one !== origin && one !== target);
  const why = stating ? [" ", element("a", { href: documentOf(stating), class: "small soft" }, "stated here")] : [];
  return origin === iri ? [`${words} `, button, ...why] : [button, ` ${words}`, ...why];
}

async function showFacts(iri: string, list: HTMLElement): Promise<void> {
  try {
    const { facts } = await getJson<{ facts: Fact[] }>(`/network/${iri.slice(space.length)}/facts.json`);
    for (const { name, values } of facts) {
      list.append(element("dt", {}, name), ...values.map((value) => element("dd", {}, value)));
    }
  } catch (error) {
    list.replaceWith(element("p", { class: "soft" }, reason(error)));
  }
}

/** Says something above the drawing. */
function note(sentence: string): void {
  omitted.hidden = false;
  omitted.textContent = sentence;
  announce(sentence);
}

function showOmitted(): void {
  omitted.hidden = network.complete;
  const things = network.omitted === 1 ? "thing is" : "things are";
  omitted.textContent = `${network.omitted} more ${things} linked and not shown: there are too many. Choose fewer kinds.`;
}

/** What was opened, in order; each leads back to when it had just been opened. */
function showCrumbs(): void {
  const path = [centre, ...opened()];
  const crumbs = path.map((iri, at) => {
    const name = node(iri)?.name ?? slug(iri);
    if (at === path.length - 1) return element("li", {}, element("span", { "aria-current": "page" }, name));
    const link = element("a", { href: address(path.slice(1, at + 1), kindsOfUrl()) }, name);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(path.slice(1, at + 1), kindsOfUrl());
    });
    return element("li", {}, link);
  });
  const start = element("li", {}, element("a", { href: "/network" }, "Network"));
  need("#crumbs", HTMLElement).replaceChildren(start, ...crumbs);
}

function documentOf(iri: string): string {
  return `/doc/${iri.slice(space.length)}`;
}

function slug(iri: string): string {
  return iri.slice(iri.lastIndexOf("/") + 1);
}
