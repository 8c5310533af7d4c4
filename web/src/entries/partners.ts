/** The partners of a region: sliders that rank anew at once, the map with its arcs, and pictures to keep. */

import { piecesOf, savePicture } from "../bars";
import { announce, element, embedded, find, need } from "../dom";
import { showRanking } from "../partner-list";
import type { PartnerMap } from "../partner-map";
import { type Candidate, type Component, changedWeights, type Placed, rank, shownScore, withMinus } from "../ranking";

interface Data {
  region: Placed;
  components: Component[];
  candidates: Candidate[];
}

const PAUSE = 300;
const { region, components, candidates } = embedded<Data>("candidates");
const weights = components.map(({ weight }) => weight);
const form = need("#weights", HTMLFormElement);
let map: PartnerMap | undefined;
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
need(".weighing details", HTMLDetailsElement).open ||= matchMedia("(min-width: 60rem)").matches;
addEventListener("popstate", () => location.reload());
enhance();
const container = find("#map", HTMLElement);
if (container) void openMap(container);

/** A slider has moved: the list ranks anew at once. */
function move(at: number, slider: HTMLInputElement): void {
  weights[at] = slider.valueAsNumber;
  const row = slider.parentElement ?? form;
  row.classList.toggle("idle", weights[at] === 0);
  need("output", HTMLOutputElement, row).value = withMinus(String(weights[at]));
  show();
}

function show(): void {
  const list = find("#partners", HTMLElement);
  if (!list) return;
  const ranking = rank(candidates, weights);
  const listed = showRanking(list, components, ranking, candidates.length);
  map?.show(ranking, listed);
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
    const fresh = find("#result", HTMLElement, page);
    if (fresh) takeOver(fresh);
    else warn(find("main .lead", HTMLElement, page)?.textContent ?? `The server answered ${answer.status}.`);
  } catch {
    if (!signal.aborted) warn("The order is right, but the server cannot be reached for the reasons.");
  }
}

/** Puts the server's list in place of this one; the map stays. */
function takeOver(fresh: HTMLElement): void {
  const kept = find("#map", HTMLElement);
  need("#result", HTMLElement).replaceWith(document.importNode(fresh, true));
  if (kept) find("#map", HTMLElement)?.replaceWith(kept);
  enhance();
  const best = rank(candidates, weights)[0];
  announce(best ? `Best partner now: ${best.candidate.label}, ${shownScore(best.score)}.` : "No partner now.");
}

function warn(sentence: string): void {
  find("#warning", HTMLElement)?.remove();
  need("#result > .spread", HTMLElement).after(element("p", { id: "warning", class: "notice warning" }, sentence));
  announce(sentence);
}

/** The address of what the form says. */
function address(): string {
  const given = new FormData(form);
  const said = (name: string) => String(given.get(name) ?? "");
  const profile = said("profile") === form.dataset.usual ? "" : said("profile");
  const own = changedWeights(components, weights);
  const all = { profile, weights: own, certain: said("certain"), view: said("view"), top: said("top") };
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value));
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `${location.pathname}?${text}` : location.pathname;
}

/** What the part of the page that the server renews needs. */
function enhance(): void {
  const list = find("#partners", HTMLElement);
  if (list) map?.follow(list);
  const button = find("[data-picture]", HTMLButtonElement);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => void keepPicture(`partners-${region.id}.png`, button.dataset.picture ?? ""));
}

async function keepPicture(name: string, title: string): Promise<void> {
  if (map) return map.save(name, title);
  const rows = [...document.querySelectorAll<HTMLElement>("#partners > li")].map((row) => ({
    label: [".rank", ".line a"].map((part) => need(part, HTMLElement, row).textContent).join("  "),
    number: need(".score", HTMLElement, row).textContent ?? "",
    pieces: piecesOf(row),
  }));
  await savePicture(name, title, rows);
}

async function openMap(inside: HTMLElement): Promise<void> {
  const { PartnerMap } = await import("../partner-map");
  map = await PartnerMap.open(inside, region, components, (id) => location.assign(pairAddress(id)));
  const list = find("#partners", HTMLElement);
  if (list) map.follow(list);
  map.show(rank(candidates, weights), Number(list?.dataset.shown ?? 0));
}

/** Where the pair with a partner is explained, under the same profile and weights. */
function pairAddress(id: string): string {
  const query = new URLSearchParams(location.search);
  for (const name of ["view", "top"]) query.delete(name);
  return `${location.pathname}/with/${id}${query.size > 0 ? `?${query}` : ""}`;
}
