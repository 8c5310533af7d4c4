"""The data that shapes look at: the union of a store's named graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property

import pyoxigraph as ox

from minegraph.errors import CheckError, StoreError
from minegraph.terms import INFERRED
from minegraph.validation.shacl import RDF, RDFS
from minegraph.validation.triples import Node, Term

Function = Callable[[Term], Term | None]
_TYPE = ox.NamedNode(f"{RDF}type")
_SUBCLASS = ox.NamedNode(f"{RDFS}subClassOf")


class DataGraph:
    """A store as one graph, with what the shapes ask of its classes."""

    def __init__(self, store: ox.Store, functions: dict[ox.NamedNode, Function] | None = None) -> None:
        self.store = store
        self._functions = functions or {}
        self._present: dict[Term, list[str]] = {}

    def select(self, query: str, this: Term | None = None, once: bool = False) -> Iterator[dict[str, Term]]:
        """The solutions of a query. `this` is what `?this` stands for; `once` sees repeated triples once (slower)."""
        store = self._without_repeats if once else self.store
        substitutions = {ox.Variable("this"): this} if this is not None else None
        try:
            found = store.query(
                query,
                use_default_graph_as_union=True,
                substitutions=substitutions,
                custom_functions=self._functions,
            )
            yield from _rows(found)
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise CheckError(f"A query of the shapes cannot be run: {error}") from error
        except OSError as error:
            raise StoreError(f"The store cannot be read ({error}). Run `minegraph build`.") from error

    def triples(self) -> set[ox.Triple]:
        """Every triple, once."""
        return {quad.triple for quad in self.store}

    def classes(self, term: Term) -> list[str]:
        """The class and its subclasses, those that have instances, sorted."""
        if term not in self._present:
            self._present[term] = sorted(kind.value for kind in self._below(term) if self._has_instances(kind))
        return self._present[term]

    def graph_of(self, focus: Term, predicate: str | None, value: Term | None) -> str | None:
        """The named graph that states a triple, or else the type of the focus node, or else anything about it."""
        if isinstance(focus, ox.Literal | ox.Triple):
            return None
        stated = predicate and value is not None and self._graph(focus, ox.NamedNode(predicate), value)
        return stated or self._graph(focus, _TYPE, None) or self._graph(focus, None, None)

    def _graph(self, subject: Node, predicate: ox.NamedNode | None, value: Term | None) -> str | None:
        quads = self.store.quads_for_pattern(subject, predicate, value, None)
        names = {quad.graph_name.value for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph)}
        return min(names, key=lambda name: (name == INFERRED, name), default=None)

    def _below(self, term: Term) -> set[ox.NamedNode]:
        found: set[Term] = set()
        waiting = [term]
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                waiting.extend(self._subclasses[kind])
        return {kind for kind in found if isinstance(kind, ox.NamedNode)}

    def _has_instances(self, kind: ox.NamedNode) -> bool:
        return next(iter(self.store.quads_for_pattern(None, _TYPE, kind, None)), None) is not None

    @cached_property
    def _subclasses(self) -> defaultdict[Term, list[Term]]:
        found: defaultdict[Term, list[Term]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, _SUBCLASS, None, None):
            found[quad.object].append(quad.subject)
        return found

    @cached_property
    def _without_repeats(self) -> ox.Store:
        """The same triples, each in one graph only: aggregates over the union would count repetitions."""
        counted = "SELECT (COUNT(*) AS ?stated) WHERE { ?s ?p ?o }", "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }"
        distinct = f"SELECT (COUNT(*) AS ?stated) WHERE {{ {counted[1]} }}"
        stated, different = (next(self.select(query))["stated"] for query in (counted[0], distinct))
        if stated == different:
            return self.store
        single = ox.Store()
        single.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in self.store)
        return single


def _rows(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Iterator[dict[str, Term]]:
    if not isinstance(found, ox.QuerySolutions):
        raise CheckError("A query of the shapes is not a SELECT query.")
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}
