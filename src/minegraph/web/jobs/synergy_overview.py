"""All mining regions: which one to look at, and what each has to gain from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from minegraph.map_areas import map_areas
from minegraph.map_points import MapPoint, map_points
from minegraph.site import render
from minegraph.synergy.answers import local_name
from minegraph.synergy.result import Region
from minegraph.synergy.wording import Wording, component_words, country_names, profile_words
from minegraph.synergy_matrix import SynergyMatrix
from minegraph.web.choice import Choice
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.sending import page, send

VIEWS = ("regions", "matrix")
SHOWN_PARTNERS = 3
MOST_DRAWN = 200
"""More regions than this are no picture that a browser draws at once."""


@dataclass(frozen=True)
class Row:
    """A region with its best partners and their scores; `known` is the share of facets of which anything is known."""

    region: Region
    code: str
    country: str
    known: float
    best: list[tuple[str, str, float]]


def prepare(graph: Opened) -> None:
    """Read what all these pages rest on."""
    graph.knowledge.synergy_matrix()
    points(graph)
    words(graph)


def run(graph: Opened, output: Output, form: str, chosen: Mapping[str, str]) -> None:
    """Write the page, or the matrix in another form."""
    choice = Choice.read(chosen, VIEWS)
    found = graph.knowledge.synergy_matrix(profile=choice.profile, weights=choice.weights, certain=choice.certain)
    if form != "html":
        send(output, form, found.written(form), "synergies")
        return
    rows = _rows(graph, found)
    profile = found.matrix.profile
    choice = replace(choice, profile=profile.name, weights=profile.changed)
    values = {
        "choice": choice,
        "profiles": words(graph),
        "components": components(graph),
        "rows": sorted(rows, key=lambda row: (row.country, row.region.label)),
        "points": [_point(point) for point in points(graph).values() if point.latitude is not None],
        "is_drawn": len(rows) <= MOST_DRAWN,
        "has_areas": graph.kept("has areas", lambda: bool(map_areas(graph.source))),
        "has_derived_points": any(point.origin in ("parts", "sites") for point in points(graph).values()),
    }
    page(output, render("synergies.html", **values))


def points(graph: Opened) -> dict[str, MapPoint]:
    """Where each region is on a map, by its IRI."""
    return graph.kept("map points by region", lambda: {point.iri: point for point in map_points(graph.source)})


def words(graph: Opened) -> dict[str, Wording]:
    """The profiles with what they mean, by name."""
    return graph.kept("words of profiles", lambda: profile_words(graph.source))


def components(graph: Opened) -> dict[str, Wording]:
    """The parts of a score with what they mean, by name."""
    return graph.kept("words of components", lambda: component_words(graph.source))


def _rows(graph: Opened, found: SynergyMatrix) -> list[Row]:
    countries = graph.kept("names of countries", lambda: country_names(graph.source))
    best: dict[str, list[tuple[str, str, float]]] = {}
    for iri, _, partner, label, rank, score, _ in found.matrix.rows():
        if rank <= SHOWN_PARTNERS:
            best.setdefault(iri, []).append((local_name(partner), label, score))
    known = found.matrix.coverage.diagonal().tolist()
    return [
        Row(region, local_name(region.iri), countries.get(region.country or "", ""), share, best.get(region.iri, []))
        for region, share in zip(found.matrix.regions, known, strict=True)
    ]


def _point(point: MapPoint) -> dict[str, object]:
    return {
        "id": local_name(point.iri),
        "label": point.label,
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
