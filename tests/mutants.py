"""Mutants of shapes: a shapes graph with one thing left out, which some example must notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.terms import SHAPES, compress
from minegraph.validation.shacl import COMPONENTS, RDF, SH, TARGETS
from minegraph.validation.triples import Node, Term, Triples

FIRST, REST, NIL = (ox.NamedNode(f"{RDF}{name}") for name in ("first", "rest", "nil"))
PATH, PROPERTY = ox.NamedNode(f"{SH}path"), ox.NamedNode(f"{SH}property")
PARAMETERS = frozenset(f"{SH}{name}" for name in COMPONENTS) - {PROPERTY.value}
AIMS = frozenset(f"{SH}{name}" for name in TARGETS)
FOLLOWED = frozenset({PROPERTY.value, f"{SH}prefixes", f"{SH}declare"})


@dataclass(frozen=True)
class Mutant:
    """The triples of a shapes graph without one thing, and what that is."""

    lost: str
    triples: frozenset[ox.Triple]


class ShapesGraph:
    """Shapes by IRI: which constraints there are, which node shape has them, and the triples of one alone."""

    def __init__(self, triples: Iterable[ox.Quad | ox.Triple]) -> None:
        self._graph = Triples(triples)

    @property
    def node_shapes(self) -> list[Node]:
        """The node shapes that have an IRI, sorted."""
        return sorted(self._typed("NodeShape"), key=str)

    @property
    def constraints(self) -> list[Node]:
        """The property shapes that have an IRI, and the node shapes with constraints of their own, sorted."""
        own = [shape for shape in self._typed("NodeShape") if PARAMETERS & set(self._graph.predicates(shape))]
        return sorted([*self._typed("PropertyShape"), *own], key=str)

    def owners(self, constraint: Node) -> list[Node]:
        """The node shapes that a constraint stands in."""
        held = [shape for shape in self.node_shapes if constraint in self._graph.objects(shape, PROPERTY.value)]
        return [constraint] if constraint in self.node_shapes else held

    def objects(self, subject: Node, name: str) -> list[Term]:
        """The values of a SHACL property."""
        return self._graph.objects(subject, f"{SH}{name}")

    def alone(self, shape: Node, constraint: Node | None = None) -> frozenset[ox.Triple]:
        """The triples of a node shape, with only one of its constraints when that is given."""
        if constraint in (None, shape):
            return frozenset(self._closure(shape, with_properties=constraint is None))
        assert constraint is not None
        kept = frozenset({f"{RDF}type", *AIMS})
        frame = [triple for triple in self._about(shape) if triple.predicate.value in kept]
        return frozenset([*frame, ox.Triple(shape, PROPERTY, constraint), *self._closure(constraint)])

    def _typed(self, kind: str) -> list[Node]:
        subjects = [node for node in self._graph.subjects() if isinstance(node, ox.NamedNode)]
        return [node for node in subjects if ox.NamedNode(f"{SH}{kind}") in self._graph.objects(node, f"{RDF}type")]

    def _about(self, subject: Node) -> Iterator[ox.Triple]:
        for predicate in self._graph.predicates(subject):
            for value in self._graph.objects(subject, predicate):
                yield ox.Triple(subject, ox.NamedNode(predicate), value)

    def _closure(self, subject: Node, with_properties: bool = True) -> Iterator[ox.Triple]:
        for triple in self._about(subject):
            if triple.predicate == PROPERTY and not with_properties:
                continue
            yield triple
            if isinstance(triple.object, ox.BlankNode) or triple.predicate.value in FOLLOWED:
                assert isinstance(triple.object, Node)
                yield from self._closure(triple.object)


def constraint_mutants(graph: ShapesGraph, shape: Node, constraint: Node) -> Iterator[Mutant]:
    """A constraint without one of its parameters, or without one member of a list or of an alternative path."""
    whole = graph.alone(shape, constraint)
    for triple in whole:
        if triple.predicate.value in PARAMETERS:
            yield Mutant(f"{_name(constraint)} loses {_name(triple.predicate)}", whole - {triple})
        if (triple.predicate == REST and triple.object != NIL) or _heads_more_than_one(triple, whole):
            yield Mutant(f"{_name(constraint)} loses a member of a list", _without_member(triple, whole))


def target_mutants(graph: ShapesGraph, shape: Node) -> Iterator[tuple[Term, Mutant]]:
    """A node shape without one of its targets, with the class or property of that target."""
    whole = graph.alone(shape)
    for triple in whole:
        if triple.predicate.value in AIMS:
            lost = f"{_name(shape)} loses the target {_name(triple.object)}"
            yield triple.object, Mutant(lost, whole - {triple})


def _heads_more_than_one(triple: ox.Triple, whole: frozenset[ox.Triple]) -> bool:
    """Whether a triple points at a list of two members or more from outside the list."""
    rest = [other.object for other in whole if other.subject == triple.object and other.predicate == REST]
    return triple.predicate != REST and rest not in ([], [NIL])


def _without_member(link: ox.Triple, whole: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    """The triples with a link to a list cell turned to the next cell; a path of one alternative becomes that one."""
    cell = link.object
    following = next(other.object for other in whole if other.subject == cell and other.predicate == REST)
    kept = {other for other in whole if other.subject != cell and other != link}
    return _plain_path(frozenset(kept | {ox.Triple(link.subject, link.predicate, following)}))


def _plain_path(triples: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    index = Triples(triples)
    for path in [triple for triple in triples if triple.predicate == PATH]:
        for head in index.objects(path.object, f"{SH}alternativePath"):
            members = index.members(head)
            if len(members) == 1:
                return triples - {path} | {ox.Triple(path.subject, PATH, members[0])}
    return triples


def _name(term: Term) -> str:
    iri = term.value if isinstance(term, ox.NamedNode) else str(term)
    return iri.removeprefix(SHAPES) if iri.startswith(SHAPES) else compress(iri)
