"""What the values of a column may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.terms import PREFIXES
from minegraph.validation.paths import Predicate
from minegraph.validation.shacl import RDF, RDFS, XSD
from minegraph.validation.shapes import Shape, Shapes
from minegraph.validation.triples import Node, Term, Triples

_IN_SCHEME = Predicate(f"{PREFIXES['skos']}inScheme")
_LITERAL = (XSD, f"{RDF}langString", PREFIXES["geo"])


@dataclass(frozen=True)
class Values:
    """The values that a column takes: things of some classes, concepts of some schemes, terms of a list, or literals.

    All are IRIs in text but for `options`. `addresses`: any IRI. `constraint` and `message` are those of the shape that
    says so, empty where only the ontology does. Without any of these, anything goes.
    """

    classes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    options: tuple[Term, ...] = ()
    datatypes: tuple[str, ...] = ()
    addresses: bool = False
    constraint: str = ""
    message: str = ""

    @property
    def refers(self) -> bool:
        """True when the values are things or concepts that the graph knows."""
        return bool(self.classes or self.schemes)


def values_of(
    iri: str, shapes: Sequence[Shape], all_shapes: Shapes, ontology: Triples, kinds: dict[str, str]
) -> Values:
    """What the shapes, else the ontology's range, say of a property's values; of rdf:type the classes in `kinds`."""
    if iri == f"{RDF}type":
        return Values(options=tuple(ox.NamedNode(kind) for kind in kinds))
    found = [(kind, term, shape) for shape in shapes for kind, term in _said(shape, all_shapes)]
    if not found:
        return _ranged(ontology.objects(ox.NamedNode(iri), f"{RDFS}range"))
    deciding = found[0][2]
    picked = {name: tuple(dict.fromkeys(term for kind, term, _ in found if kind == name)) for name in _KINDS}
    return Values(
        classes=_texts(picked["class"]),
        schemes=_texts(picked["scheme"]),
        options=picked["in"],
        datatypes=_texts(picked["datatype"]),
        addresses=bool(picked["address"]),
        constraint=deciding.iri,
        message=min((message.value for message in deciding.messages), default=""),
    )


_KINDS = ("class", "scheme", "in", "datatype", "address")


def _said(shape: Shape, shapes: Shapes) -> Iterator[tuple[str, Term]]:
    """What a shape says of the kind of its values, each with the term that names it."""
    for constraint in shape.constraints:
        match constraint.parameter:
            case "class" | "datatype":
                yield constraint.parameter, constraint.terms[0]
            case "in":
                yield from (("in", term) for term in constraint.terms)
            case "nodeKind" if str(constraint.terms[0]).endswith("#IRI>"):
                yield "address", constraint.terms[0]
            case "or":
                yield from (said for node in constraint.shapes for said in _said(shapes.by_node[node], shapes))
            case "node":
                yield from (("scheme", term) for node in constraint.shapes for term in _schemes(node, shapes))


def _schemes(node: Node, shapes: Shapes) -> Iterator[Term]:
    for child in (shapes.by_node[one] for one in shapes.by_node[node].properties):
        if child.path == _IN_SCHEME:
            yield from (term for one in child.constraints if one.parameter == "hasValue" for term in one.terms)


def _ranged(ranges: list[Term]) -> Values:
    iris = [term.value for term in ranges if isinstance(term, ox.NamedNode)]
    literal = tuple(iri for iri in iris if iri.startswith(_LITERAL))
    return Values(classes=tuple(iri for iri in iris if iri not in literal), datatypes=literal)


def _texts(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(term.value for term in terms if isinstance(term, ox.NamedNode))
