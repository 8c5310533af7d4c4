"""What the graph says of a thing in the words of schema.org, which search engines read.

The plain triples are the alternates of a page; this is the little of them that others have words for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from minegraph.datasets import LICENCE, MAIN
from minegraph.description import Description
from minegraph.documents.schema_classes import CLASSES, THING, Words
from minegraph.documents.thing_map import point_of
from minegraph.map_points import Position
from minegraph.site.links import WEB
from minegraph.statements import TYPE
from minegraph.store import Term
from minegraph.terms import BASE, expand

SCHEMA = "https://schema.org/"
MOST_VALUES = 100
"""Values of one property; hubs have thousands."""

_ADDRESSES = ("license", "sameAs", "url")
CONTEXT: dict[str, object] = {"@vocab": SCHEMA, **{name: {"@type": "@id"} for name in _ADDRESSES}}
_IDENTITY, _HOMEPAGE = expand("skos:exactMatch"), expand("foaf:homepage")
_POINTS = tuple(map(expand, ("geo:asWKT", "mg:labelPoint")))
_NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel", "mg:acronym", "rdfs:label", "dcterms:title")))


def schema_org(description: Description, address: str) -> dict[str, object]:
    """A JSON-LD document about a thing whose page is at an address."""
    point = point_of(description.statements, _POINTS)
    words = _words_for(description)
    said: dict[str, list[object]] = {}
    for name, value in _values(description, words):
        values = said.setdefault(name, [])
        if value not in values and len(values) < MOST_VALUES:
            values.append(value)
    page = {"@type": "WebPage", "url": address, "license": LICENCE, "isPartOf": _dataset()}
    return {
        "@context": CONTEXT,
        "@id": description.iri,
        "@type": words.type,
        "name": description.label,
        "url": next((page for page in _iris(description, _HOMEPAGE) if page.startswith(WEB)), address),
        **{name: values[0] if len(values) == 1 else values for name, values in said.items()},
        **({"geo": _coordinates(point)} if point else {}),
        "mainEntityOfPage": page,
    }


def _words_for(description: Description) -> Words:
    """The words for the most telling class, else for the first class that has any."""
    kinds = (description.kind, *_iris(description, TYPE))
    return next((CLASSES[kind] for kind in kinds if kind in CLASSES), THING)


def _iris(description: Description, prop: str) -> list[str]:
    """The values of one of its properties that are IRIs."""
    values = (said.value for said in description.statements if said.predicate == prop)
    return [value.value for value in values if isinstance(value, NamedNode)]


def _values(description: Description, words: Words) -> Iterator[tuple[str, object]]:
    """Property and value; of places and wholes the stated ones, since all around these follow."""
    for said in description.statements:
        value = said.value
        if said.predicate in _NAMES and isinstance(value, Literal) and value.value != description.label:
            yield "alternateName", _text(value)
        elif said.predicate == _IDENTITY and isinstance(value, NamedNode) and value.value.startswith(WEB):
            yield "sameAs", value.value
        elif said.predicate in words.properties and not said.inferred:
            yield words.properties[said.predicate], _value(description, value)
    for (kind, prop), name in words.linked.items():
        for value in _linked(description, kind, prop):
            yield name, _value(description, value)


def _linked(description: Description, kind: str, prop: str) -> Iterable[Term]:
    """The values of a property of the things of a class that are linked with this one."""
    groups = (group for group in description.groups if group.kind == kind)
    return (value for group in groups for resource in group.resources for value in resource.values(prop))


def _value(description: Description, term: Term) -> object:
    match term:
        case NamedNode(value=iri):
            return {"@id": iri, "name": description.label_of(iri)}
        case Literal():
            return _text(term)
        case _:
            return str(term)


def _text(literal: Literal) -> object:
    return {"@value": literal.value, "@language": literal.language} if literal.language else literal.value


def _coordinates(point: Position) -> dict[str, object]:
    return {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}


def _dataset() -> dict[str, object]:
    return {"@type": "Dataset", "@id": MAIN, "url": BASE, "license": LICENCE}
