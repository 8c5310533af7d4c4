"""Classes and properties that nobody knows: a misspelt one must not slip through where no shape looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from minegraph.terms import BASE, ID, SHAPES, compress
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.paths import Predicate
from minegraph.validation.report import Result
from minegraph.validation.report.finding import KNOWN_TERM
from minegraph.validation.shacl import OWL, RDF, RDFS
from minegraph.validation.triples import Term

KNOWN_CLASS = f"{SHAPES}KnownClass"
KNOWN_PROPERTY = f"{SHAPES}KnownProperty"

_TYPE = ox.NamedNode(f"{RDF}type")
_CLASSES = {f"{RDFS}Class", f"{OWL}Class"}
_KINDS = ("Object", "Datatype", "Annotation", "Functional", "InverseFunctional", "Symmetric", "Transitive")
_PROPERTIES = {f"{RDF}Property", *(f"{OWL}{kind}Property" for kind in _KINDS)}
_KINDS_OF_TERMS = {ox.NamedNode(kind) for kind in _CLASSES | _PROPERTIES}
_CLOSE = 70


class KnownTerms:
    """The classes and properties that a graph declares or uses.

    A term of minegraph must be declared in it. Of other vocabularies, only some terms are declared here: it is enough
    that the graph uses one, or mentions it. What the graph takes for a thing is no term: what it gives a class of its
    own, such as a country, and what only its own things refer to, such as the code of a region. An unknown class is a
    Violation, and so is an unknown property of minegraph; an unknown property of another vocabulary is a Warning.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def results(self, quads: Iterable[ox.Quad]) -> Iterator[Result]:
        """One result for each use of an unknown term."""
        known: dict[tuple[bool, ox.NamedNode], bool] = {}
        for quad in quads:
            is_class = quad.predicate == _TYPE
            term = quad.object if is_class else quad.predicate
            if not isinstance(term, ox.NamedNode):
                continue
            if (is_class, term) not in known:
                known[is_class, term] = self._knows(term, is_class)
            if not known[is_class, term]:
                yield self._result(quad, term, is_class)

    def undeclared(self) -> Iterator[Result]:
        """One result for each use, anywhere in the graph itself, of a term of minegraph that it does not declare."""
        query = f"SELECT DISTINCT ?term WHERE {{ {{ ?s ?term ?o }} UNION {{ ?s <{RDF}type> ?term }} }}"
        for row in DataGraph(self._store).select(query):
            term = row["term"]
            if isinstance(term, ox.NamedNode) and _is_own(term):
                yield from self.results(self._store.quads_for_pattern(None, term, None, None))
                yield from self.results(self._store.quads_for_pattern(None, _TYPE, term, None))

    def _knows(self, term: ox.NamedNode, is_class: bool) -> bool:
        if term in (self._classes if is_class else self._properties):
            return True
        return not _is_own(term) and (self._uses(term, is_class) or self._mentions(term))

    def _uses(self, term: ox.NamedNode, is_class: bool) -> bool:
        predicate, value = (_TYPE, term) if is_class else (term, None)
        return any(True for _ in self._store.quads_for_pattern(None, predicate, value, None))

    def _mentions(self, term: ox.NamedNode) -> bool:
        """Whether the graph has the term where it does not speak of things."""
        if any(quad.object not in _KINDS_OF_TERMS for quad in self._store.quads_for_pattern(term, _TYPE, None, None)):
            return False
        described = any(True for _ in self._store.quads_for_pattern(term, None, None, None))
        referring = (quad.subject for quad in self._store.quads_for_pattern(None, None, term, None))
        return described or any(not (isinstance(one, ox.NamedNode) and one.value.startswith(ID)) for one in referring)

    def _result(self, quad: ox.Quad, term: ox.NamedNode, is_class: bool) -> Result:
        noun = "class" if is_class else "property"
        near = self._nearest(term, self._classes if is_class else self._properties)
        problem = f"There is no {noun} {compress(term.value)}."
        advice = f"Did you mean {near}?" if near else "Use one that the ontology declares."
        return Result(
            severity="Violation" if is_class or _is_own(term) else "Warning",
            focus=quad.subject,
            path=Predicate(quad.predicate.value),
            value=quad.object,
            message=f"{problem} {advice}",
            constraint=KNOWN_CLASS if is_class else KNOWN_PROPERTY,
            name=f"known {noun}",
            component=KNOWN_TERM,
            graph=None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value,
            problem=problem,
        )

    def _nearest(self, term: ox.NamedNode, candidates: frozenset[Term]) -> str | None:
        from rapidfuzz import process

        names = sorted(compress(known.value) for known in candidates if isinstance(known, ox.NamedNode))
        found = process.extractOne(compress(term.value), names, processor=str.lower, score_cutoff=_CLOSE)
        return str(found[0]) if found else None

    @cached_property
    def _classes(self) -> frozenset[Term]:
        return frozenset(self._declared(_CLASSES))

    @cached_property
    def _properties(self) -> frozenset[Term]:
        return frozenset(self._declared(_PROPERTIES))

    def _declared(self, kinds: set[str]) -> Iterator[Term]:
        for kind in sorted(kinds):
            for quad in self._store.quads_for_pattern(None, _TYPE, ox.NamedNode(kind), None):
                yield quad.subject


def _is_own(term: ox.NamedNode) -> bool:
    return term.value.startswith(BASE)
