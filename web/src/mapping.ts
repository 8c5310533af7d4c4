/** An answer on the map. */

import { announce, element } from "./dom";
import { located } from "./places";
import { counted, type Naming, type Row, type Rows } from "./results";

/** Shows the places of rows on a map in a view; `ask` asks the endpoint for points that the rows do not have. */
export async function showMap(
  view: HTMLElement,
  { variables, rows }: Rows,
  naming: Naming,
  ask: (query: string) => Promise<Row[]>,
): Promise<void> {
  const container = element("div", { class: "map", "aria-label": "Map of the answer" });
  view.replaceChildren(container);
  const [{ EuropeMap }, { places, areas }] = await Promise.all([
    import("./map"),
    located(variables, rows, naming, ask),
  ]);
  const map = await EuropeMap.open(container);
  const go = ({ id }: { id: string }) => {
    if (id.startsWith(naming.space)) location.assign(`/doc/${id.slice(naming.space.length)}`);
  };
  map.showAreas(areas, go);
  map.showPlaces(places, go);
  const picture = element("button", { type: "button" }, "Download PNG");
  picture.addEventListener("click", () => void map.downloadPng("answer.png", "Answer"));
  const missing = rows.length - places.length - areas.length;
  const note = missing > 0 ? ` ${counted(missing, "row")} without a place of their own.` : "";
  view.append(
    element("p", { class: "soft" }, `${counted(places.length + areas.length, "place")} on the map.${note}`),
    picture,
  );
  announce(`${counted(places.length + areas.length, "place")} on the map.`);
}
