"""All mining regions: which one to look at, and what each has to gain from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from minegraph.formats import COMPARISONS, HTML
from minegraph.map_areas import map_areas
from minegraph.map_points import MapPoint
from minegraph.site import render
from minegraph.synergy.answers import local_name
from minegraph.synergy.result import Region
from minegraph.synergy_matrix import SynergyMatrix
from minegraph.web.choice import Choice
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.synergy_basis import components, countries, points, prepare, profiles

__all__ = ["prepare", "run"]

VIEWS = ("regions", "matrix")
SHOWN_PARTNERS = 3
MOST_DRAWN = 200
"""More regions than this are no picture that a browser draws at once."""


@dataclass(frozen=True)
class Row:
    """A region with its best partners and their scores."""

    region: Region
    code: str
    country: str
    best: list[tuple[str, str, float]]


def run(graph: Opened, output: Output, form: str, chosen: Mapping[str, str]) -> None:
    """Write the page, or the matrix in another form."""
    choice = Choice.read(chosen, VIEWS)
    found = graph.knowledge.synergy_matrix(profile=choice.profile, weights=choice.weights, certain=choice.certain)
    if form != "html":
        send(output, form_named(COMPARISONS, form), found.written(form), "synergies")
        return
    rows = _rows(graph, found)
    profile = found.matrix.profile
    choice = replace(choice, profile=profile.name, weights=profile.changed)
    values = {
        "choice": choice,
        "profiles": profiles(graph),
        "components": components(graph),
        "rows": sorted(rows, key=lambda row: (row.country, row.region.label)),
        "points": [_point(point) for point in points(graph).values() if point.latitude is not None],
        "is_drawn": len(rows) <= MOST_DRAWN,
        "has_areas": graph.kept("has areas", lambda: bool(map_areas(graph.source))),
        "has_derived_points": any(point.origin in ("parts", "sites") for point in points(graph).values()),
    }
    send(output, HTML, render("synergies.html", **values))


def _rows(graph: Opened, found: SynergyMatrix) -> list[Row]:
    named = countries(graph)
    best: dict[str, list[tuple[str, str, float]]] = {}
    for iri, _, partner, label, rank, score, _ in found.matrix.rows():
        if rank <= SHOWN_PARTNERS:
            best.setdefault(iri, []).append((local_name(partner), label, score))
    return [
        Row(region, local_name(region.iri), named.get(region.country or "", ""), best.get(region.iri, []))
        for region in found.matrix.regions
    ]


def _point(point: MapPoint) -> dict[str, object]:
    return {
        "id": local_name(point.iri),
        "label": point.label,
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
