"""What is said of the things of each class, and with which values: by the ontology, else by the shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

import pyoxigraph as ox

from minegraph.documents.reference.vocabulary import Vocabulary
from minegraph.terms import PREFIXES
from minegraph.validation.paths import Alternative, Inverse, Predicate, PropertyPath, Repeated, Sequence, properties
from minegraph.validation.shapes import Shape, Shapes

_CONCEPT = f"{PREFIXES['skos']}Concept"
_IN_SCHEME = Predicate(f"{PREFIXES['skos']}inScheme")


@dataclass(frozen=True, slots=True)
class Relation:
    """A property by which things of a class have values; `values` are classes, datatypes or schemes, by their IRIs."""

    subject: str
    property: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What the shapes say of terms.

    `subjects` are the classes of a property, `values` what it leads to from things of a class (of any, where that is
    empty), by class and property; `constraints` are those that look at a term.
    """

    subjects: Mapping[str, tuple[str, ...]]
    values: Mapping[tuple[str, str], tuple[str, ...]]
    constraints: Mapping[str, tuple[str, ...]]


def asked(shapes: Shapes) -> Asked:
    """What shapes, and the forms among them, say of classes and properties."""
    subjects: dict[str, set[str]] = defaultdict(set)
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    constraints: dict[str, set[str]] = defaultdict(set)
    for shape in shapes.by_node.values():
        classes = {term.value for name, term in shape.targets if name == "targetClass" and _is_iri(term)}
        for term in (*classes, *(term.value for _, term in shape.targets if _is_iri(term))):
            constraints[term].add(shape.iri)
        for child in (shapes.by_node[node] for node in shape.properties):
            for iri in properties(child.path):
                subjects[iri] |= classes
                for subject in classes or ("",):
                    values[subject, iri] |= set(_values(child, shapes))
            for iri in predicates(child.path) if isinstance(child.node, ox.NamedNode) else ():
                constraints[iri].add(child.iri)
    return Asked(
        {iri: tuple(sorted(found)) for iri, found in subjects.items()},
        {pair: tuple(sorted(found)) for pair, found in values.items()},
        {iri: tuple(sorted(found)) for iri, found in constraints.items()},
    )


def predicates(path: PropertyPath | None) -> Iterator[str]:
    """Every property on a path."""
    match path:
        case Predicate(iri):
            yield iri
        case Inverse(inner) | Repeated(inner, _):
            yield from predicates(inner)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from predicates(part)


def relations(vocabulary: Vocabulary, wanted: Asked) -> tuple[Relation, ...]:
    """The relations of the classes of the ontology, by class, then by the name of the property."""
    found = []
    for term in vocabulary.terms.values():
        if term.is_property:
            subjects = [iri for iri in term.domains or wanted.subjects.get(term.iri, ()) if iri in vocabulary.terms]
            is_broad = not set(term.ranges) - {_CONCEPT}
            for subject in subjects:
                narrower = (*wanted.values.get((subject, term.iri), ()), *wanted.values.get(("", term.iri), ()))
                found.append(Relation(subject, term.iri, narrower if is_broad and narrower else term.ranges))
    return tuple(sorted(found, key=lambda one: (one.subject, vocabulary.label(one.property).casefold(), one.property)))


def _values(shape: Shape, shapes: Shapes) -> Iterator[str]:
    """The classes and schemes that a shape asks values to be of."""
    for constraint in shape.constraints:
        if constraint.parameter == "class":
            yield from (term.value for term in constraint.terms if isinstance(term, ox.NamedNode))
        inner = [shapes.by_node[node] for node in constraint.shapes]
        if constraint.parameter in ("or", "xone"):
            for one in inner:
                yield from _values(one, shapes)
        if constraint.parameter == "node":
            listed = [shapes.by_node[node] for one in inner for node in one.properties]
            schemes = [one for one in listed if one.path == _IN_SCHEME]
            yield from (
                term.value for one in schemes for asks in one.constraints for term in asks.terms if _is_iri(term)
            )


def _is_iri(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode)
