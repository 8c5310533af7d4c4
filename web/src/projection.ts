/** Europe's equal-area map projection for Leaflet. */

import { CRS, extend, type LatLng, latLng, type Point, point, Transformation, bounds as toBounds } from "leaflet";

const RADIUS = 6_371_007;
/** Metres that the 256 pixels of zoom level 0 show. */
const EXTENT = 8_000_000;
const RADIANS = Math.PI / 180;
const LATITUDE = 52 * RADIANS;
const LONGITUDE = 10 * RADIANS;

/**
 * Lambert azimuthal equal-area on the sphere around 52° N 10° E, the centre of ETRS89-LAEA, in metres.
 * Snyder, "Map projections: a working manual", 1987, p. 185.
 */
const LAEA = {
  bounds: toBounds([-EXTENT / 2, -EXTENT / 2], [EXTENT / 2, EXTENT / 2]),

  project({ lat, lng }: LatLng): Point {
    const latitude = lat * RADIANS;
    const around = lng * RADIANS - LONGITUDE;
    const facing = Math.sin(LATITUDE) * Math.sin(latitude) + Math.cos(LATITUDE) * Math.cos(latitude) * Math.cos(around);
    const scale = RADIUS * Math.sqrt(2 / (1 + facing));
    const up = Math.cos(LATITUDE) * Math.sin(latitude) - Math.sin(LATITUDE) * Math.cos(latitude) * Math.cos(around);
    return point(scale * Math.cos(latitude) * Math.sin(around), scale * up);
  },

  unproject({ x, y }: Point): LatLng {
    const far = Math.hypot(x, y);
    if (far === 0) return latLng(LATITUDE / RADIANS, LONGITUDE / RADIANS);
    const angle = 2 * Math.asin(Math.min(1, far / (2 * RADIUS)));
    const sine = Math.cos(angle) * Math.sin(LATITUDE) + (y * Math.sin(angle) * Math.cos(LATITUDE)) / far;
    const across = far * Math.cos(LATITUDE) * Math.cos(angle) - y * Math.sin(LATITUDE) * Math.sin(angle);
    const longitude = LONGITUDE + Math.atan2(x * Math.sin(angle), across);
    return latLng(Math.asin(sine) / RADIANS, longitude / RADIANS);
  },
};

/** A Leaflet reference system in which areas compare, as in the maps of the European Union. */
export const EUROPE_CRS: CRS = extend({}, CRS.Earth, {
  code: "LAEA",
  projection: LAEA,
  transformation: new Transformation(1 / EXTENT, 0.5, -1 / EXTENT, 0.5),
  wrapLng: undefined,
  infinite: true,
});

/** Where a map of `size` pixels must look to show all of the positions, as large as possible. */
export function frame(positions: LatLng[], size: Point, padding = 24): { centre: LatLng; zoom: number } {
  const box = toBounds(positions.map((position) => LAEA.project(position)));
  const extent = box.getSize();
  const scale = Math.min((size.x - 2 * padding) / extent.x, (size.y - 2 * padding) / extent.y);
  return { centre: LAEA.unproject(box.getCenter()), zoom: Math.log2((Math.max(scale, 0) * EXTENT) / 256) };
}
