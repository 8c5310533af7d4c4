/** All mining regions: find one by name or on the map, or look at the matrix of all. */

import { areasAt } from "../areas";
import { embedded, find, need } from "../dom";
import type { Place } from "../map";
import { getJson } from "../request";

const query = find("#matrix", HTMLElement)?.dataset.query ?? location.search;
const button = find("[data-picture]", HTMLButtonElement);
const matrix = find("#matrix", HTMLElement);
if (matrix) void showMatrix(matrix);
else if (find("#map", HTMLElement)) void showMap();
const filter = find("#filter", HTMLInputElement);
if (filter) {
  need("#filter-field", HTMLElement).hidden = false;
  filter.addEventListener("input", () => narrow(filter.value));
  filter.addEventListener("keydown", (event) => event.key === "Enter" && openFirst());
}

async function showMatrix(container: HTMLElement): Promise<void> {
  const { Matrix } = await import("../matrix");
  const data = await getJson<ConstructorParameters<typeof Matrix>[0]>(container.dataset.source ?? "");
  const shown = new Matrix(data, query);
  shown.show(container);
  offer(() => shown.save("synergies.png", button?.dataset.picture ?? ""));
}

async function showMap(): Promise<void> {
  const { EuropeMap } = await import("../map");
  const map = await EuropeMap.open(need("#map", HTMLElement));
  const open = ({ id }: { id: string }) => location.assign(`/synergies/${id.slice(id.lastIndexOf("/") + 1)}${query}`);
  map.showPlaces(embedded<Place[]>("points"), open);
  map.follow(need("#regions", HTMLElement));
  if (map.container.dataset.areas) map.showAreas(await areasAt(map.container.dataset.areas), open);
  offer(() => map.downloadPng("mining-regions.png", "Mining regions"));
}

function offer(save: () => Promise<void>): void {
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => void save());
}

/** Only the regions whose name, country or code holds every word. */
function narrow(text: string): void {
  const words = folded(text).split(/\s+/);
  let left = 0;
  for (const row of rows()) {
    row.hidden = !words.every((word) => folded(row.dataset.find ?? "").includes(word));
    if (!row.hidden) left += 1;
  }
  need("#filter-count", HTMLElement).textContent = text ? `${left} ${left === 1 ? "region" : "regions"}` : "";
}

function openFirst(): void {
  rows()
    .find((row) => !row.hidden)
    ?.querySelector("a")
    ?.click();
}

function rows(): HTMLElement[] {
  return [...need("#regions", HTMLTableElement).querySelectorAll<HTMLElement>("tbody tr")];
}

/** Without case and accents. */
function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
