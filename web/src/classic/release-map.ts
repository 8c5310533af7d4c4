/** The map of a page of a release: the regions of the first page, or where a thing is, with the sites in it. */

import { latLng } from "leaflet";
import { embedded, find, need } from "../dom";
import { EuropeMap, type Outlines, type Place } from "../map";

/** The outlines of Europe, which the bundle puts here. */
declare const OUTLINES: Outlines;

const container = need("#map", HTMLElement);

new IntersectionObserver((entries, observer) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  void show();
}).observe(container);

async function show(): Promise<void> {
  const map = await EuropeMap.open(container, OUTLINES);
  const list = find("#region-list", HTMLElement);
  if (list) showRegions(map, list);
  else showThing(map);
}

function showRegions(map: EuropeMap, list: HTMLElement): void {
  const links = new Map(
    [...list.querySelectorAll<HTMLElement>("[data-place]")].map((row) => [
      row.dataset.place,
      find("a", HTMLAnchorElement, row),
    ]),
  );
  map.showPlaces(embedded<Place[]>("regions-data"), ({ id }) => links.get(id)?.click());
  map.follow(list);
}

function showThing(map: EuropeMap): void {
  const places = embedded<Place[]>("places");
  map.showPlaces(places, ({ id }) => location.assign(id));
  map.look(places.map((place) => latLng(place.latitude, place.longitude)));
}
