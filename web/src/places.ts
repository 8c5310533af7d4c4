/** What of an answer a map can show: coordinates, WKT, and regions whose points the graph knows. */

import type { Geometry, Position } from "geojson";
import type { Area, Place } from "./map";
import { isNumber, type Naming, type Row, type Term, text } from "./results";

interface Located {
  places: Place[];
  areas: Area[];
}

const LATITUDE = /^(lat|latitude)$/i;
const LONGITUDE = /^(lon|lng|long|longitude)$/i;
const POINT = /POINT\s*Z?\s*\(\s*([-+\d.eE]+)\s+([-+\d.eE]+)/i;
const AREA = /^(?:<[^>]*>\s*)?(MULTI)?POLYGON\s*(\(.*\))\s*$/is;
const MOST_ASKED = 300;

/** Whether rows may have something for a map. */
export function isMappable(variables: string[], rows: Row[], naming: Naming): boolean {
  if (latitudeAndLongitude(variables)) return rows.length > 0;
  return rows.some((row) => variables.some((name) => isWkt(row[name]) || isRegion(row[name], naming)));
}

/** The places and areas of rows, each under the first text of its row; regions are looked up with `ask`. */
export async function located(
  variables: string[],
  rows: Row[],
  naming: Naming,
  ask: (query: string) => Promise<Row[]>,
): Promise<Located> {
  const found: Located = { places: [], areas: [] };
  for (const [at, row] of rows.entries()) place(found, row, variables, naming, String(at));
  if (found.places.length + found.areas.length === 0) await placeRegions(found, variables, rows, naming, ask);
  return found;
}

function place(found: Located, row: Row, variables: string[], naming: Naming, fallback: string): void {
  const iri = variables.map((name) => row[name]).find((term) => term?.type === "uri")?.value;
  const label = labelOf(row, variables, naming);
  const id = iri ?? fallback;
  const pair = latitudeAndLongitude(variables);
  if (pair && isNumber(row[pair[0]]) && isNumber(row[pair[1]])) {
    found.places.push({ id, label, latitude: Number(row[pair[0]]?.value), longitude: Number(row[pair[1]]?.value) });
    return;
  }
  for (const name of variables) {
    const wkt = isWkt(row[name]) ? (row[name]?.value ?? "") : "";
    const point = POINT.exec(wkt);
    if (point) found.places.push({ id, label, longitude: Number(point[1]), latitude: Number(point[2]) });
    const geometry = areaOf(wkt);
    if (geometry) found.areas.push({ id, label, geometry });
  }
}

/** The points of the regions that rows name, as the graph has them. */
async function placeRegions(
  found: Located,
  variables: string[],
  rows: Row[],
  naming: Naming,
  ask: (query: string) => Promise<Row[]>,
): Promise<void> {
  const labels = new Map<string, string>();
  for (const row of rows) {
    const region = variables.map((name) => row[name]).find((term) => isRegion(term, naming));
    if (region && !labels.has(region.value)) labels.set(region.value, labelOf(row, variables, naming));
  }
  const asked = [...labels.keys()].slice(0, MOST_ASKED).map((iri) => `<${iri}>`);
  const query = `SELECT ?region ?point WHERE { VALUES ?region { ${asked.join(" ")} }
    ?region <${naming.base}ontology#labelPoint> ?point }`;
  for (const { region, point } of await ask(query)) {
    const [, longitude, latitude] = POINT.exec(point?.value ?? "") ?? [];
    if (region && longitude && latitude) {
      const label = labels.get(region.value) ?? region.value;
      found.places.push({ id: region.value, label, latitude: Number(latitude), longitude: Number(longitude) });
    }
  }
}

function labelOf(row: Row, variables: string[], naming: Naming): string {
  const terms = variables.map((name) => row[name]).filter((term) => term !== undefined);
  const named = terms.find((term) => term.type === "literal" && !isNumber(term) && !isWkt(term));
  return text(named ?? terms[0], naming);
}

function latitudeAndLongitude(variables: string[]): [string, string] | undefined {
  const latitude = variables.find((name) => LATITUDE.test(name));
  const longitude = variables.find((name) => LONGITUDE.test(name));
  return latitude && longitude ? [latitude, longitude] : undefined;
}

function isWkt(term: Term | undefined): boolean {
  return term?.type === "literal" && (term.datatype ?? "").endsWith("#wktLiteral");
}

function isRegion(term: Term | undefined, { space }: Naming): boolean {
  return term?.type === "uri" && term.value.startsWith(`${space}region/`) && !/[<>"\s]/.test(term.value);
}

/** The polygons of WKT as GeoJSON, by way of its brackets. */
function areaOf(wkt: string): Geometry | undefined {
  const [, many, body] = AREA.exec(wkt) ?? [];
  if (!body) return undefined;
  const json = body
    .replace(/\(/g, "[")
    .replace(/\)/g, "]")
    .replace(/([-+\d.eE]+)\s+([-+\d.eE]+)/g, "[$1,$2]");
  try {
    const coordinates = JSON.parse(json) as Position[][] | Position[][][];
    return many
      ? { type: "MultiPolygon", coordinates: coordinates as Position[][][] }
      : { type: "Polygon", coordinates: coordinates as Position[][] };
  } catch {
    return undefined;
  }
}
