"""Where a thing is, and the sites in it, as the map of its page takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal

from minegraph.description import Description
from minegraph.map_points import Position, position
from minegraph.site import href
from minegraph.statements import Statement
from minegraph.terms import MG, PREFIXES

Place = dict[str, object]

OWN: Place = {"radius": 8, "colour": "--accent"}
SITE: Place = {"radius": 5, "colour": "--similarity"}
_WKT = f"{PREFIXES['geo']}asWKT"


def places(description: Description, regions: Mapping[str, Position]) -> list[Place]:
    """The thing, if its place is known, then the sites in it; `regions` are where regions are shown."""
    own = _point(description.statements) or regions.get(description.iri)
    found = [{**_place(description.iri, description.label, own), **OWN}] if own else []
    for group in description.groups:
        for resource in group.resources if group.kind == f"{MG}Site" else ():
            if point := _point(resource.statements):
                found.append({**_place(resource.iri, description.label_of(resource.iri), point), **SITE})
    return found


def _place(iri: str, label: str, point: Position) -> Place:
    return {"id": href(iri), "label": label, "latitude": point[0], "longitude": point[1]}


def _point(statements: Sequence[Statement]) -> Position | None:
    points = (said.value.value for said in statements if said.predicate == _WKT and isinstance(said.value, Literal))
    return next((place for point in points if (place := position(point))), None)
