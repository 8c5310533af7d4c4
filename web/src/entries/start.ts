/** The map of the first page: loaded when it comes into view, beside a list that works without it. */

import { areasAt } from "../areas";
import { announce, element, embedded, need } from "../dom";
import type { EuropeMap, Place } from "../map";

interface Region extends Place {
  origin: string;
}

const container = need("#map", HTMLElement);
const list = need("#region-list", HTMLElement);
const card = need("#chosen", HTMLElement);
const regions = embedded<Region[]>("regions-data");

new IntersectionObserver((entries, observer) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  void show();
}).observe(container);

async function show(): Promise<void> {
  const { EuropeMap } = await import("../map");
  const map = await EuropeMap.open(container);
  map.showPlaces(regions, choose);
  map.follow(list);
  if (container.dataset.areas) await showAreas(map, container.dataset.areas);
}

/** Areas where there are boundaries; the points of the others stay. */
async function showAreas(map: EuropeMap, url: string): Promise<void> {
  const areas = await areasAt(url);
  const drawn = new Set(areas.map(({ id }) => id));
  map.showPlaces(
    regions.filter(({ id }) => !drawn.has(id)),
    choose,
  );
  map.showAreas(areas, ({ id, label }) => choose({ id, label }));
}

/** Shows where one can go from a region that was chosen on the map. */
function choose({ id, label, origin }: Pick<Region, "id" | "label"> & { origin?: string }): void {
  const code = encodeURIComponent(id.slice(id.lastIndexOf("/") + 1));
  const ways = [
    [`/doc/region/${code}`, "What is known of it"],
    [`/synergies/${code}`, "Its synergies"],
    [`/network/region/${code}`, "Its network"],
  ].map(([href, text]) => element("li", {}, element("a", { href }, text)));
  const note = origin && element("p", { class: "small soft" }, `The point is ${origin}.`);
  card.replaceChildren(element("h3", {}, label), element("ul", {}, ...ways), ...(note ? [note] : []));
  card.hidden = false;
  announce(`${label}: three links beside the map.`);
}
