"""Reading what the graph says of things: by queries, or straight from the store where there is one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode

from minegraph.expansions import EXPANSIONS
from minegraph.kinds import every_kind, kinds_of
from minegraph.labels import BATCH, every_label, labels_of, values
from minegraph.statements import Statement
from minegraph.store import LocalStore, Source, Term, reading
from minegraph.terms import compress

MOST_LINKS = 5000
MOST_KEPT = 1 << 13
EXPANDED = tuple(EXPANSIONS)

Row = Sequence[Term | DefaultGraph | None]


class Reader(Protocol):
    """What describing a thing has to know."""

    def statements(self, iris: Sequence[str]) -> list[Statement]:
        """What is said of the IRIs; the statements of each are sorted."""
        ...

    def links(self, iri: str) -> tuple[list[Statement], bool]:
        """The statements that lead to an IRI, sorted, up to MOST_LINKS, and whether these are all."""
        ...

    def kinds(self, iris: Sequence[str]) -> Mapping[str, str]:
        """The most telling class of each of the IRIs that has any, one of EXPANDED before all others."""
        ...

    def labels(self, iris: Collection[str]) -> Mapping[str, str]:
        """What each of the IRIs is called."""
        ...


class QueryReader:
    """Reads by SPARQL, some queries for each thing; the labels that were read are kept in `known`."""

    def __init__(self, source: Source, known: dict[str, str] | None = None) -> None:
        self._source, self._known = source, {} if known is None else known

    def statements(self, iris: Sequence[str]) -> list[Statement]:
        """What is said of the IRIs, sorted."""
        found: list[Statement] = []
        for at in range(0, len(iris), BATCH):
            found += _merged(self._rows(values("subject", map(NamedNode, iris[at : at + BATCH]))))
        return found

    def links(self, iri: str) -> tuple[list[Statement], bool]:
        """The statements that lead to an IRI, and whether these are all."""
        rows = self._rows(values("value", [NamedNode(iri)]), f"LIMIT {MOST_LINKS + 1}")
        return _merged(rows), len(rows) <= MOST_LINKS

    def kinds(self, iris: Sequence[str]) -> Mapping[str, str]:
        """The class of each."""
        return kinds_of(self._source, iris, EXPANDED)

    def labels(self, iris: Collection[str]) -> Mapping[str, str]:
        """The label of each."""
        return labels_of(self._source, iris, self._known)

    def _rows(self, bound: str, limit: str = "") -> Sequence[Row]:
        """The triples with their graphs; without them where the source has no named graphs."""
        pattern, variables = "?subject ?property ?value", "?subject ?property ?value ?graph"
        query = f"SELECT {variables} WHERE {{ {bound} GRAPH ?graph {{ {pattern} }} }} {limit}"
        found = self._source.select(query).rows
        return found or self._source.select(f"SELECT {variables} WHERE {{ {bound} {pattern} }} {limit}").rows


class StoreReader:
    """Reads from the indexes of a store, for describing many things.

    All labels and classes are read at once and kept, of the statements those of the last MOST_KEPT subjects.
    """

    def __init__(self, store: LocalStore) -> None:
        self._engine = store.engine
        self._labels = every_label(store)
        self._kinds = every_kind(store, EXPANDED)
        self._said = lru_cache(MOST_KEPT)(self._said_of)

    def statements(self, iris: Sequence[str]) -> list[Statement]:
        """What is said of the IRIs, by IRI."""
        return [said for iri in iris for said in self._said(iri)]

    def links(self, iri: str) -> tuple[list[Statement], bool]:
        """The statements that lead to an IRI, and whether these are all."""
        rows: list[Row] = []
        for quad in reading(self._engine.quads_for_pattern(None, None, NamedNode(iri), None)):
            rows.append(tuple(quad))
            if len(rows) > MOST_LINKS:
                return _merged(rows), False
        return _merged(rows), True

    def kinds(self, iris: Sequence[str]) -> Mapping[str, str]:
        """The class of each."""
        return {iri: self._kinds[iri] for iri in iris if iri in self._kinds}

    def labels(self, iris: Collection[str]) -> Mapping[str, str]:
        """The label of each."""
        known = self._labels
        return {iri: known.get(iri) or compress(iri) for iri in iris}

    def _said_of(self, iri: str) -> list[Statement]:
        return _merged(map(tuple, reading(self._engine.quads_for_pattern(NamedNode(iri), None, None, None))))


def _merged(rows: Iterable[Row]) -> list[Statement]:
    """Rows of subject, property, value and graph as statements, each once with all its graphs, sorted."""
    found: dict[tuple[str, str, Term], list[str]] = {}
    for triple, graph in _named(rows):
        graphs = found.setdefault(triple, [])
        if graph and graph not in graphs:
            graphs.append(graph)
    said = (Statement(*triple, graphs=tuple(sorted(graphs))) for triple, graphs in found.items())
    return sorted(said, key=lambda one: (one.subject, one.predicate, str(one.value)))


def _named(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, str, Term], str]]:
    """The rows about IRIs, with the name of the graph or nothing."""
    for subject, prop, value, graph in rows:
        if not (isinstance(subject, NamedNode) and isinstance(prop, NamedNode)) or value is None:
            continue
        assert not isinstance(value, DefaultGraph)  # noqa: S101 (no graph is a value)
        yield (subject.value, prop.value, value), graph.value if isinstance(graph, NamedNode) else ""
