/** The partners of a region: sliders that rank anew at once, the map with its arcs, and pictures to keep. */

import { bar, gain, piecesOf, savePicture, strongestKind } from "../bars";
import { announce, element, embedded, find, need } from "../dom";
import type { Arc, EuropeMap, Place } from "../map";
import { type Candidate, type Component, changedWeights, type Placed, type Ranked, rank, shownScore } from "../ranking";

interface Data {
  region: Placed;
  components: Component[];
  candidates: Candidate[];
}

const PAUSE = 300;
const { region, components, candidates } = embedded<Data>("candidates");
const weights = components.map(({ weight }) => weight);
const form = need("#weights", HTMLFormElement);
let map: EuropeMap | undefined;
let asked = new AbortController();

for (const [at, { name }] of components.entries()) {
  const slider = need(`[data-component="${name}"]`, HTMLInputElement, form);
  slider.addEventListener("input", () => move(at, slider));
  slider.addEventListener("change", settle);
}
need('[name="certain"]', HTMLInputElement, form).addEventListener("change", () => location.assign(address()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(address());
});
for (const button of document.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
const panel = need("details", HTMLDetailsElement, need(".weighing", HTMLElement));
panel.open ||= matchMedia("(min-width: 60rem)").matches;
addEventListener("popstate", () => location.reload());
enhance();
if (find("#map", HTMLElement)) void drawMap();

/** A slider has moved: the list ranks anew at once. */
function move(at: number, slider: HTMLInputElement): void {
  weights[at] = slider.valueAsNumber;
  const row = slider.parentElement;
  row?.classList.toggle("idle", weights[at] === 0);
  need("output", HTMLOutputElement, row ?? form).value = String(weights[at]);
  show(rank(candidates, weights));
}

/** The sliders rest: the address says so, and the server adds the reasons. */
function settle(): void {
  const url = address();
  if (url === location.pathname + location.search) return;
  history.pushState(null, "", url);
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  setTimeout(() => void refresh(url, signal), PAUSE);
}

async function refresh(url: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#result");
    if (!fresh || signal.aborted) return;
    const kept = find("#map", HTMLElement);
    need("#result", HTMLElement).replaceWith(document.importNode(fresh, true));
    if (kept) find("#map", HTMLElement)?.replaceWith(kept);
    enhance();
    const best = rank(candidates, weights)[0];
    announce(best ? `Best partner now: ${best.candidate.label}, ${shownScore(best.score)}.` : "No partner now.");
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function address(): string {
  const given = new FormData(form);
  const said = {
    profile: String(given.get("profile") ?? ""),
    weights: changedWeights(components, weights),
    certain: given.get("certain") ? "1" : "",
    view: String(given.get("view") ?? ""),
    top: String(given.get("top") ?? ""),
  };
  const query = new URLSearchParams(Object.entries(said).filter(([name, value]) => value && !isUsual(name, value)));
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `${location.pathname}?${text}` : location.pathname;
}

function isUsual(name: string, value: string): boolean {
  return name === "profile" && value === form.dataset.usual;
}

/** The list in the order of the ranking; what only the server knows comes with its answer. */
function show(ranking: Ranked[]): void {
  const list = find("#partners", HTMLOListElement);
  if (!list) return;
  const listed = ranking.slice(0, shown());
  const longest = Math.max(...listed.map(({ parts }) => gain(parts)), 0);
  const known = new Map([...list.children].map((row) => [(row as HTMLElement).dataset.place, row as HTMLElement]));
  const rows = listed.map((one, at) => {
    const row = known.get(one.candidate.id) ?? newRow(one.candidate);
    fill(row, one, at + 1, longest);
    return row;
  });
  list.replaceChildren(...rows);
  need("#partners-title", HTMLElement).textContent = heading(listed.length);
  drawArcs(ranking);
}

function heading(count: number): string {
  if (count === 0) return "No partner found";
  const all = candidates.length;
  return count === shown() && count < all
    ? `The ${count} best of ${all} regions`
    : `${count} of ${all} regions, best first`;
}

function fill(row: HTMLElement, { score, parts }: Ranked, place: number, longest: number): void {
  row.dataset.score = String(score);
  need(".rank", HTMLElement, row).textContent = String(place);
  need(".score", HTMLElement, row).textContent = shownScore(score);
  find("svg.bar", SVGSVGElement, row)?.replaceWith(bar(components, parts, score, longest));
  const range = find(".range", HTMLElement, row);
  if (range) range.textContent = "";
}

function newRow({ id, label }: Candidate): HTMLLIElement {
  const link = element("a", { href: `${location.pathname}/with/${id}${location.search}` }, label);
  const head = element(
    "div",
    { class: "line" },
    element("span", { class: "rank" }),
    element("h3", {}, link),
    element("span", { class: "score number" }),
  );
  const row = element("li", { "data-place": id }, head, element("p", { class: "why" }, "…"));
  head.after(bar(components, [], 0, 0));
  return row;
}

function shown(): number {
  return Number(find("#partners", HTMLElement)?.dataset.shown ?? 0);
}

/** What the part of the page that the server renews needs. */
function enhance(): void {
  const list = find("#partners", HTMLOListElement);
  if (list && map) map.follow(list);
  const button = find("[data-picture]", HTMLButtonElement);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => void keepPicture(button.dataset.picture ?? ""));
  }
}

async function keepPicture(title: string): Promise<void> {
  const name = `partners-${region.id}.png`;
  if (map) return map.downloadPng(name, title);
  const rows = [...document.querySelectorAll<HTMLElement>("#partners > li")].map((row) => ({
    label: ["rank", "line a"].map((part) => need(`.${part}`, HTMLElement, row).textContent).join("  "),
    number: need(".score", HTMLElement, row).textContent ?? "",
    pieces: piecesOf(row),
  }));
  await savePicture(name, title, rows);
}

async function drawMap(): Promise<void> {
  const { EuropeMap } = await import("../map");
  map = await EuropeMap.open(need("#map", HTMLElement));
  const list = find("#partners", HTMLOListElement);
  if (list) map.follow(list);
  drawArcs(rank(candidates, weights));
}

/** The region, its partners as discs as large as their scores, and arcs to the best of them. */
function drawArcs(ranking: Ranked[]): void {
  if (!map) return;
  const best = ranking[0]?.score ?? 1;
  const own = placed(region);
  const chosen = ({ id }: { id: string }) => {
    if (id !== region.id) location.assign(`${location.pathname}/with/${id}${withoutView()}`);
  };
  const places = ranking.flatMap(({ candidate, score, parts }, at): Place[] => {
    const at_ = placed(candidate);
    const colour = `--${strongestKind(components, parts)}`;
    const label = `${at + 1}. ${candidate.label}: ${shownScore(score)}`;
    return at_ ? [{ id: candidate.id, label, ...at_, radius: 3 + (6 * score) / best, colour }] : [];
  });
  const arcs = ranking.slice(0, shown()).flatMap(({ candidate, score, parts }, at): Arc[] => {
    const to = placed(candidate);
    if (!own || !to) return [];
    const colour = `--${strongestKind(components, parts)}`;
    const ends = {
      from: [own.latitude, own.longitude] as [number, number],
      to: [to.latitude, to.longitude] as [number, number],
    };
    const label = `${at + 1}. ${candidate.label}: ${shownScore(score)}`;
    return [{ id: candidate.id, label, ...ends, width: 1 + (5 * score) / best, colour }];
  });
  map.showArcs(arcs, chosen);
  const self = own ? [{ id: region.id, label: region.label, ...own, radius: 10, colour: "--ink" }] : [];
  map.showPlaces([...places, ...self], chosen);
}

function placed({ latitude, longitude }: Placed): { latitude: number; longitude: number } | undefined {
  return latitude === null || longitude === null ? undefined : { latitude, longitude };
}

function withoutView(): string {
  const query = new URLSearchParams(location.search);
  query.delete("view");
  return query.size > 0 ? `?${query}` : "";
}
