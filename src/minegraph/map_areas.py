"""The areas of regions, where their boundaries are in the graph, as a map draws them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from minegraph.labels import PROLOGUE, values
from minegraph.polygons import Area, read_wkt
from minegraph.store import Source
from minegraph.terms import PREFIXES

_AREAS = f"""{PROLOGUE}PREFIX geo: <{PREFIXES["geo"]}>
SELECT ?region ?wkt WHERE {{ {{which}} ?region geo:hasGeometry ?geometry . ?geometry geo:asWKT ?wkt }}"""


def map_areas(source: Source, regions: Iterable[str] | None = None) -> dict[str, Area]:
    """Region -> its area, of these regions or (without any named) of the mining regions; those without are left out."""
    which = "?region a mg:MiningRegion ." if regions is None else values("region", map(NamedNode, regions))
    found: dict[str, Area] = {}
    for region, wkt in source.select(_AREAS.replace("{which}", which)).rows:
        area = read_wkt(wkt.value) if isinstance(wkt, Literal) else None
        if isinstance(region, NamedNode) and area:
            found[region.value] = area
    return dict(sorted(found.items()))


def geojson(areas: Mapping[str, Area], names: Mapping[str, str]) -> str:
    """The areas as a GeoJSON FeatureCollection: `id` is the region's IRI, `properties` has its `label`."""
    features = [
        {
            "type": "Feature",
            "id": iri,
            "properties": {"label": names.get(iri, iri)},
            "geometry": {"type": "MultiPolygon", "coordinates": area},
        }
        for iri, area in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
