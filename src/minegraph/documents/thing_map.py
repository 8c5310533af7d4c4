"""Where a thing is, and the sites in it, as the map of its page takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from pyoxigraph import Literal

from minegraph.description import Description
from minegraph.map_points import Position, position
from minegraph.statements import Statement
from minegraph.terms import MG, PREFIXES

Place = dict[str, object]

OWN: Place = {"radius": 8, "colour": "--accent"}
SITE: Place = {"radius": 5, "colour": "--similarity"}
_WKT = f"{PREFIXES['geo']}asWKT"


def places(description: Description, regions: Mapping[str, Position], address_of: Callable[[str], str]) -> list[Place]:
    """The thing, if its place is known, then the sites in it.

    `regions` are where regions are shown; a place leads to the address of its IRI.
    """

    def place(iri: str, label: str, at: Position) -> Place:
        return {"id": address_of(iri), "label": label, "latitude": at[0], "longitude": at[1]}

    own = point_of(description.statements) or regions.get(description.iri)
    found = [{**place(description.iri, description.label, own), **OWN}] if own else []
    for group in description.groups:
        for resource in group.resources if group.kind == f"{MG}Site" else ():
            if point := point_of(resource.statements):
                found.append({**place(resource.iri, description.label_of(resource.iri), point), **SITE})
    return found


def point_of(statements: Sequence[Statement], properties: Collection[str] = (_WKT,)) -> Position | None:
    """The first point that one of the properties gives."""
    texts = (
        said.value.value for said in statements if said.predicate in properties and isinstance(said.value, Literal)
    )
    return next((place for text in texts if (place := position(text))), None)
