"""A few triples in memory, looked up by subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from minegraph.terms import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = ox.NamedNode | ox.BlankNode

RDF = PREFIXES["rdf"]
NIL = ox.NamedNode(f"{RDF}nil")


class Triples:
    """An index for graphs that are small and read often, such as shapes. Predicates are given as IRIs in text."""

    def __init__(self, triples: Iterable[ox.Quad | ox.Triple]) -> None:
        self._index: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            found = self._index[triple.subject][triple.predicate.value]
            if triple.object not in found:
                found.append(triple.object)

    def subjects(self) -> list[Term]:
        """Every subject, in the order of first appearance."""
        return list(self._index)

    def predicates(self, subject: Term) -> list[str]:
        """The predicates that a subject has."""
        return list(self._index.get(subject, ()))

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """The values of a predicate, in order of appearance."""
        return list(self._index.get(subject, {}).get(predicate, ()))

    def one(self, subject: Term, predicate: str) -> Term | None:
        """The first value of a predicate, if any."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def members(self, head: Term) -> tuple[Term, ...]:
        """The members of an RDF list; ValueError when it is not a well-formed one."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, f"{RDF}first"), self.objects(head, f"{RDF}rest")
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise ValueError(f"{head} is not a well-formed RDF list")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)
