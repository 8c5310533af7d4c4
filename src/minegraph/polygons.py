"""Areas on the earth: polygons in degrees east and north (WGS 84), as WKT and thinned for maps."""

from __future__ import annotations

import re
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
Area = tuple[Polygon, ...]

LEAST_POINTS = 4
_AREA = re.compile(r"\s*(?:<[^>]*>\s*)?(MULTI)?POLYGON\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)


def thinned(area: Area, decimals: int) -> Area:
    """The area with its points rounded to so many decimals, without those that add nothing to its shape.

    Neighbours that shared a border share it still. Rings that shrink to a line are left out: the result may be empty.

    >>> thinned((((((0.04, 0), (1, 0), (2, 0.01), (2, 2), (0, 0))),),), 1)
    ((((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)),),)
    """
    polygons = (tuple(_thinned(ring, decimals) for ring in polygon) for polygon in area)
    return tuple(tuple(ring for ring in polygon if ring) for polygon in polygons if polygon and polygon[0])


def _thinned(ring: Ring, decimals: int) -> Ring:
    """The rounded ring without repeated points and those within a straight line; empty for one without an inside."""
    kept: list[Point] = []
    for east, north in ring:
        point = (round(east, decimals) + 0.0, round(north, decimals) + 0.0)
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], point, decimals):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) >= LEAST_POINTS and _has_inside(kept) else ()


def _is_straight(start: Point, middle: Point, end: Point, decimals: int) -> bool:
    """Whether one goes straight on at the middle (or back the way one came), counted in whole steps of the grid."""
    scale: int = 10**decimals
    (x1, y1), (x2, y2), (x3, y3) = ((round(east * scale), round(north * scale)) for east, north in (start, middle, end))
    return (x2 - x1) * (y3 - y2) == (y2 - y1) * (x3 - x2)


def _has_inside(ring: list[Point]) -> bool:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) > 1e-12  # noqa: PLR2004


def wkt(area: Area) -> str:
    """The area as WKT: a polygon, or a multipolygon for several.

    >>> wkt(((((0.0, 0.0), (2.5, 0.0), (2.5, 2.0), (0.0, 0.0)),),))
    'POLYGON((0 0,2.5 0,2.5 2,0 0))'
    """
    polygons = [f"({','.join(_ring(ring) for ring in polygon)})" for polygon in area]
    return f"POLYGON{polygons[0]}" if len(polygons) == 1 else f"MULTIPOLYGON({','.join(polygons)})"


def read_wkt(text: str) -> Area | None:
    """The area that WKT gives; None for another shape, or text that is none.

    >>> read_wkt("POLYGON((0 0,2.5 0,2.5 2,0 0))")
    ((((0.0, 0.0), (2.5, 0.0), (2.5, 2.0), (0.0, 0.0)),),)
    """
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    polygons = re.split(r"\)\s*\)\s*,\s*\(\s*\(", found[2]) if found[1] else [found[2]]
    try:
        return tuple(tuple(_read_ring(ring) for ring in re.split(r"\)\s*,\s*\(", polygon)) for polygon in polygons)
    except ValueError:
        return None


def _ring(ring: Ring) -> str:
    return f"({','.join(f'{_number(east)} {_number(north)}' for east, north in ring)})"


def _number(value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _read_ring(text: str) -> Ring:
    points = [point.split() for point in text.strip("() \n\t").split(",")]
    return tuple((float(east), float(north)) for east, north in points)
