/** The page about a thing: where it is, and the sites in it. */

import { latLng } from "leaflet";
import { areasAt } from "../areas";
import { embedded, need } from "../dom";
import { EuropeMap, type Place } from "../map";

const places = embedded<Place[]>("places");
const map = await EuropeMap.open(need("#map", HTMLElement));
map.showPlaces(places, (place) => location.assign(place.id));
const [own] = places;
const [, code] = /^\/doc\/region\/([^/]+)$/.exec(own?.id ?? "") ?? [];
if (code) map.showAreas(await areasAt(`/areas.json?region=${code}`));
map.look(places.map((place) => latLng(place.latitude, place.longitude)));
