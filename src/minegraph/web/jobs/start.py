"""The first page, and what its map shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

from minegraph.labels import PROLOGUE
from minegraph.map_areas import map_areas
from minegraph.map_points import ORIGINS, MapPoint, map_points
from minegraph.overview import Comparison
from minegraph.site import render
from minegraph.web.opened import Opened
from minegraph.web.output import Output

EXAMPLES = ("best-partners-of-region", "extractors-and-refiners", "critical-raw-materials-nobody-processes")
SHOWN = 6
ELSEWHERE = "Elsewhere"
_COUNTRIES = "SELECT ?code ?name WHERE { ?country mg:isoCode ?code ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') }"


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its mining regions, by name."""

    name: str
    regions: tuple[MapPoint, ...]


def prepare(graph: Opened) -> None:
    """Make the page beforehand."""
    _page(graph)


def run(graph: Opened, output: Output) -> None:
    """Write the first page."""
    output.send("text/html; charset=utf-8", _page(graph))


def _page(graph: Opened) -> str:
    return graph.kept("start", lambda: _make(graph))


def _make(graph: Opened) -> str:
    overview, points = graph.knowledge.overview(), map_points(graph.source)
    questions = graph.knowledge.questions
    first, rest = _divided(overview.comparisons)
    return render(
        "start.html",
        overview=overview,
        claims=first,
        more_claims=rest,
        agreeing=sum(one.agrees for one in overview.comparisons),
        countries=_countries(graph, points),
        regions=[_place(point) for point in points if point.latitude is not None],
        unplaced=[point for point in points if point.latitude is None],
        derived=sum(point.origin in ("parts", "sites") for point in points),
        has_areas=bool(map_areas(graph.source)),
        questions=[questions[name] for name in EXAMPLES if name in questions],
    )


def _divided(comparisons: tuple[Comparison, ...]) -> tuple[list[Comparison], list[Comparison]]:
    """The claims that most sources make, and the others; each in the order of the projects."""
    best = sorted(comparisons, key=lambda one: -len(one.sources))[:SHOWN]
    return [one for one in comparisons if one in best], [one for one in comparisons if one not in best]


def _countries(graph: Opened, points: Iterable[MapPoint]) -> list[Country]:
    rows = graph.source.select(f"{PROLOGUE}{_COUNTRIES}").rows
    names = {code.value: name.value for code, name in rows if isinstance(code, Literal) and isinstance(name, Literal)}
    found: dict[str, list[MapPoint]] = {}
    for point in sorted(points, key=lambda point: (point.label.casefold(), point.iri)):
        found.setdefault(names.get(point.country or "", ELSEWHERE), []).append(point)
    return [Country(name, tuple(found[name])) for name in sorted(found)]


def _place(point: MapPoint) -> dict[str, object]:
    """A region as the map of the page shows it."""
    return {
        "id": point.iri,
        "label": point.label,
        "latitude": point.latitude,
        "longitude": point.longitude,
        "origin": ORIGINS[point.origin],
    }
