"""The first page: the graph in numbers, its mining regions on a map and in a list, what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from minegraph.labels import PROLOGUE
from minegraph.map_areas import map_areas
from minegraph.map_points import ORIGINS, MapPoint, map_points
from minegraph.overview import Comparison, Overview
from minegraph.queries import Question
from minegraph.site import Released, render, render_released
from minegraph.store import Source

EXAMPLES = ("best-partners-of-region", "extractors-and-refiners", "critical-raw-materials-nobody-processes")
SHOWN = 6
ELSEWHERE = "Elsewhere"
_COUNTRIES = "SELECT ?code ?name WHERE { ?country mg:isoCode ?code ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') }"


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its mining regions, by name."""

    name: str
    regions: tuple[MapPoint, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a release: what it is in words, its address on the site, how many bytes it has."""

    words: str
    address: str
    size: int


def start_page(source: Source, overview: Overview, questions: Mapping[str, Question]) -> str:
    """The page for the server."""
    return render("start.html", has_areas=bool(map_areas(source)), **_values(source, overview, questions))


def released_start_page(
    source: Source,
    overview: Overview,
    questions: Mapping[str, Question],
    release: Released,
    downloads: Sequence[Download],
) -> str:
    """The page for a release with its main downloads."""
    values = _values(source, overview, questions)
    return render_released("start.html", "index.html", release, has_areas=False, downloads=downloads, **values)


def _values(source: Source, overview: Overview, questions: Mapping[str, Question]) -> dict[str, object]:
    points = map_points(source)
    first, rest = _divided(overview.comparisons)
    return {
        "overview": overview,
        "claims": first,
        "more_claims": rest,
        "agreeing": sum(one.agrees for one in overview.comparisons),
        "countries": _countries(source, points),
        "regions": [_place(point) for point in points if point.latitude is not None],
        "unplaced": [point for point in points if point.latitude is None],
        "derived": sum(point.origin in ("parts", "sites") for point in points),
        "questions": [questions[name] for name in EXAMPLES if name in questions],
    }


def _divided(comparisons: tuple[Comparison, ...]) -> tuple[list[Comparison], list[Comparison]]:
    """The claims that most sources make, and the others; each in the order of the projects."""
    best = sorted(comparisons, key=lambda one: -len(one.sources))[:SHOWN]
    return [one for one in comparisons if one in best], [one for one in comparisons if one not in best]


def _countries(source: Source, points: Iterable[MapPoint]) -> list[Country]:
    rows = source.select(f"{PROLOGUE}{_COUNTRIES}").rows
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
