/** The areas of regions, where the graph has their boundaries. */

import type { FeatureCollection, Geometry } from "geojson";
import type { Area } from "./map";
import { getJson } from "./request";

/** The areas at a URL of the server, the largest first, so that they lie below the others. */
export async function areasAt(url: string): Promise<Area[]> {
  const { features } = await getJson<FeatureCollection>(url);
  return features
    .map(({ id, properties, geometry }) => ({ id: String(id), label: String(properties?.label), geometry }))
    .sort((one, other) => extent(other.geometry) - extent(one.geometry));
}

/** Square degrees around an area. */
function extent(geometry: Geometry): number {
  const points = geometry.type === "MultiPolygon" ? geometry.coordinates.flat(2) : [];
  return side(points, 0) * side(points, 1);
}

function side(points: number[][], axis: number): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    least = Math.min(least, point[axis] ?? 0);
    most = Math.max(most, point[axis] ?? 0);
  }
  return points.length > 0 ? most - least : 0;
}
