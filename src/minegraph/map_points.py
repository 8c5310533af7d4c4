"""Where on a map regions are shown: one point each, and where the point comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from minegraph.labels import labels_of, values
from minegraph.store import Source

Origin = OneOf["stated", "parts", "sites", "none"]
DECIMALS = 4
ORIGINS: Mapping[Origin, str] = {
    "stated": "the point at which a map writes the region's name",
    "parts": "the middle of the points of the regions within it, for display only",
    "sites": "the middle of the sites in it, for display only",
    "none": "no point is documented",
}
_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_POINT = re.compile(rf"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)\s*", re.IGNORECASE)
_REGIONS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?region ?code WHERE {{ {which} OPTIONAL {{ ?region mg:country/mg:isoCode ?code }} }} ORDER BY ?region ?code"""
_POINTS: Mapping[Origin, str] = {
    "stated": "?region mg:labelPoint ?point BIND(?region AS ?of)",
    "parts": "?of mg:within+ ?region ; mg:labelPoint ?point",
    "sites": "?of mg:inRegion/mg:within* ?region ; geo:asWKT ?point",
}

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A region at degrees north and east (WGS 84); without a point both are None.

    `origin` says where the point comes from, as `ORIGINS` does in words. `country` is the ISO 3166-1 alpha-2 code.
    """

    iri: str
    label: str
    country: str | None
    latitude: float | None
    longitude: float | None
    origin: Origin


def map_points(source: Source, regions: Iterable[str] | None = None) -> list[MapPoint]:
    """Where these regions are, in the order of the IRIs: at the stated point, else amid the parts, else amid the sites.

    Without any named: all mining regions.
    """
    countries = _countries(source, regions)
    labels = labels_of(source, countries)
    found: dict[str, tuple[Position, Origin]] = {}
    for origin in _POINTS:
        if missing := sorted(set(countries) - set(found)):
            found |= {iri: (middle, origin) for iri, middle in _middles(source, origin, missing).items()}
    return [_placed(iri, labels[iri], country, found.get(iri)) for iri, country in countries.items()]


def region_positions(source: Source) -> dict[str, Position]:
    """Where each mining region that has a point is shown on a map."""
    return {
        one.iri: (one.latitude, one.longitude)
        for one in map_points(source)
        if one.latitude is not None and one.longitude is not None
    }


def position(wkt: str) -> Position | None:
    """Degrees north and east of a WKT point, which names the east first; None for another shape or place.

    >>> position("POINT(26.32 67.72)")
    (67.72, 26.32)
    """
    found = _POINT.fullmatch(wkt)
    if found is None:
        return None
    east, north = float(found[1]), float(found[2])
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None  # noqa: PLR2004 (degrees)


def _countries(source: Source, regions: Iterable[str] | None) -> dict[str, str | None]:
    """Region -> code of its country (the first one of a region across a border)."""
    which = "?region a mg:MiningRegion" if regions is None else values("region", map(NamedNode, regions))
    found: dict[str, str | None] = {}
    for region, code in source.select(_REGIONS.format(which=which)).rows:
        if isinstance(region, NamedNode):
            found.setdefault(region.value, code.value if isinstance(code, Literal) else None)
    return found


def _middles(source: Source, origin: Origin, regions: Iterable[str]) -> dict[str, Position]:
    asked = " ".join(f"<{iri}>" for iri in regions)
    rows = source.select(
        "PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX mg: <https://w3id.org/minegraph/ontology#>"
        f"SELECT DISTINCT ?region ?of ?point WHERE {{ VALUES ?region {{ {asked} }} {_POINTS[origin]} }}"
    ).rows
    points: dict[str, dict[str, Position]] = {}
    for region, of, point in rows:
        place = position(point.value) if isinstance(point, Literal) else None
        if isinstance(region, NamedNode) and isinstance(of, NamedNode) and place:
            points.setdefault(region.value, {})[of.value] = place
    return {region: _middle(list(places.values())) for region, places in points.items()}


def _middle(places: list[Position]) -> Position:
    """The mean of the places, which lie too near each other for the shape of the earth to matter."""
    north, east = (round(fsum(numbers) / len(places), DECIMALS) for numbers in zip(*places, strict=True))
    return north, east


def _placed(iri: str, label: str, country: str | None, found: tuple[Position, Origin] | None) -> MapPoint:
    if found is None:
        return MapPoint(iri, label, country, None, None, "none")
    (north, east), origin = found
    return MapPoint(iri, label, country, north, east, origin)
