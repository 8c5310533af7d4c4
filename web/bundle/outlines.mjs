/** Country outlines of Europe's surroundings, from Natural Earth (public domain) at 1:50 million. */

import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";

/** @typedef {import("geojson").Position} Position */
/** @typedef {[west: number, south: number, east: number, north: number]} Box */

/** @type {Box} All that a rectangle around Europe shows in an equal-area projection, which bends the parallels. */
const SURROUNDINGS = [-75, 12, 90, 84];
/** Square degrees below which a corner of an outline is left out. */
const DETAIL = 0.001;
/** Grid points along one side: steps of about 0.005 degrees. */
const STEPS = 2e4;

/** @returns {import("topojson-specification").Topology} one object, `countries`, whose features have a `name` */
export function europe() {
  /** @type {import("topojson-specification").Topology<{ countries: import("topojson-specification").GeometryCollection }>} */
  const world = createRequire(import.meta.url)("world-atlas/countries-50m.json");
  const plain = simplify(presimplify(world), DETAIL);
  const countries = feature(plain, plain.objects.countries);
  const features = countries.features.map(clipped).filter((country) => country.geometry.coordinates.length > 0);
  /** @type {import("geojson").FeatureCollection} */
  const shown = { type: "FeatureCollection", features };
  return topology({ countries: shown }, STEPS);
}

/** @param {import("geojson").Feature} country */
function clipped(country) {
  const polygons = polygonsOf(country.geometry)
    .map((rings) => rings.map((ring) => clippedRing(ring)).filter((ring) => ring.length > 3))
    .filter((rings) => rings.length > 0);
  return {
    type: /** @type {const} */ ("Feature"),
    properties: { name: country.properties?.name },
    geometry: { type: /** @type {const} */ ("MultiPolygon"), coordinates: polygons },
  };
}

/** @param {import("geojson").Geometry} geometry */
function polygonsOf(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  throw new Error(`An outline is a ${geometry.type}, not a polygon.`);
}

/**
 * The ring inside the box, closed: Sutherland and Hodgman, "Reentrant polygon clipping", 1974.
 * @param {Position[]} ring
 */
function clippedRing(ring) {
  const [west, south, east, north] = SURROUNDINGS;
  let points = ring.slice(0, -1);
  points = cut(points, 0, (x) => x >= west, west);
  points = cut(points, 0, (x) => x <= east, east);
  points = cut(points, 1, (y) => y >= south, south);
  points = cut(points, 1, (y) => y <= north, north);
  return points.length > 0 ? [...points, /** @type {Position} */ (points[0])] : points;
}

/**
 * @param {Position[]} points
 * @param {0 | 1} axis
 * @param {(value: number) => boolean} isInside
 * @param {number} edge
 */
function cut(points, axis, isInside, edge) {
  /** @type {Position[]} */
  const kept = [];
  points.forEach((point, index) => {
    const before = /** @type {Position} */ (points.at(index - 1));
    if (isInside(valueAt(before, axis)) !== isInside(valueAt(point, axis)))
      kept.push(crossing(before, point, axis, edge));
    if (isInside(valueAt(point, axis))) kept.push(point);
  });
  return kept;
}

/**
 * @param {Position} from
 * @param {Position} to
 * @param {0 | 1} axis
 * @param {number} edge
 * @returns {Position}
 */
function crossing(from, to, axis, edge) {
  const share = (edge - valueAt(from, axis)) / (valueAt(to, axis) - valueAt(from, axis));
  const other = axis === 0 ? 1 : 0;
  const along = valueAt(from, other) + share * (valueAt(to, other) - valueAt(from, other));
  return axis === 0 ? [edge, along] : [along, edge];
}

/**
 * @param {Position} position
 * @param {0 | 1} axis
 */
function valueAt(position, axis) {
  return /** @type {number} */ (position[axis]);
}
