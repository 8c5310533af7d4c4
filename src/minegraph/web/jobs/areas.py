"""The areas of regions, where their boundaries are in the graph."""

from __future__ import annotations

from collections.abc import Sequence

from minegraph.labels import labels_of
from minegraph.lookup import REGIONS, resolve
from minegraph.map_areas import geojson, map_areas
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, regions: Sequence[str]) -> None:
    """Write the areas of these regions, or of all mining regions, as GeoJSON; those without one are left out."""
    if regions:
        body = _areas(graph, [resolve(graph.source, name, REGIONS, "region").iri for name in regions])
    else:
        body = graph.kept("areas", lambda: _areas(graph, None))
    output.send("application/geo+json", body)


def _areas(graph: Opened, regions: Sequence[str] | None) -> str:
    areas = map_areas(graph.source, regions)
    return geojson(areas, labels_of(graph.source, areas))
