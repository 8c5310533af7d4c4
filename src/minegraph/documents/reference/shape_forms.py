"""The forms of the templates, as the page of the shapes shows them."""

from __future__ import annotations

from dataclasses import dataclass

from minegraph.documents.reference.reading import Reading
from minegraph.documents.reference.relations import predicates
from minegraph.documents.reference.sentences import Wording
from minegraph.pages import Cell, Link
from minegraph.terms import SHAPES, compress, expand
from minegraph.validation.shapes import Shape


@dataclass(frozen=True, slots=True)
class Column:
    """What one fills into a form."""

    name: str
    words: str
    property: Cell


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the templates."""

    name: str
    title: str
    target: str
    columns: tuple[Column, ...]


def is_form(reading: Reading, shape: Shape) -> bool:
    """Whether a shape is a form: it says where the IRIs of what is filled in begin."""
    return reading.shape_triples.one(shape.node, expand("void:uriSpace")) is not None


def read_form(reading: Reading, wording: Wording, shape: Shape) -> Form:
    """A form with its columns in their order."""
    children = (reading.shapes.by_node[node] for node in shape.properties)
    columns = sorted(((_order(reading, child), _column(reading, child)) for child in children), key=_place)
    name = shape.iri.removeprefix(SHAPES)
    title = reading.shape_text(shape.node, "rdfs:label") or name
    return Form(name, title, wording.target(shape), tuple(column for _, column in columns))


def _order(reading: Reading, shape: Shape) -> float:
    return float(reading.shape_text(shape.node, "sh:order") or 0)


def _column(reading: Reading, shape: Shape) -> Column:
    iri = next(predicates(shape.path), "")
    words = reading.shape_text(shape.node, "sh:description")
    return Column(shape.name, words, Link(compress(iri), iri))


def _place(ordered: tuple[float, Column]) -> tuple[float, str]:
    order, column = ordered
    return order, column.name
