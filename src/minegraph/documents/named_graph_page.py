"""The page of a named graph: where it comes from, and what its file states, resource by resource."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from minegraph.datasets import named_graph, stated
from minegraph.formats import DOCUMENTS, HTML, TURTLE, Format
from minegraph.inventory import Entry, inventory
from minegraph.pages import Fields
from minegraph.site import Released, href, render, render_released
from minegraph.site.relocation import file_of
from minegraph.store import Source
from minegraph.terms import GRAPH, expand

MOST_ENTRIES = 200
FIRST = ("class", "property", "shape", "constraint")
UNTOLD = set(map(expand, ("dcat:distribution", "dcterms:identifier", "dcterms:title", "void:triples")))


class Group(NamedTuple):
    """Resources of one kind."""

    kind: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Content:
    """What a named graph states, or the beginning of it: the triples, and how many it has of them and of resources."""

    triples: Sequence[Triple]
    count: int
    resources: int

    @classmethod
    def whole(cls, triples: Sequence[Triple]) -> Content:
        """All that a graph states."""
        subjects = {triple.subject for triple in triples if isinstance(triple.subject, NamedNode)}
        return cls(triples, len(triples), len(subjects))


@dataclass(frozen=True, slots=True)
class Background:
    """What the pages of all named graphs have in common: what the whole says of itself, and the labels read so far."""

    source: Source
    stated: list[Triple]
    labels: dict[str, str]

    @classmethod
    def read(cls, source: Source) -> Background:
        """That of a graph."""
        return cls(source, stated(source), {})


def named_graph_page(background: Background, graph: str, content: Content, address: str) -> str:
    """The page for the server; the graph's other forms are at the address with other ends."""
    return render("named_graph.html", **_values(background, graph, content, _forms(address, DOCUMENTS)))


def released_named_graph_page(background: Background, graph: str, content: Content, release: Released) -> str:
    """The page for a release."""
    values = _values(background, graph, content, _forms(href(graph), (TURTLE,)))
    return render_released("named_graph.html", file_of(href(graph)), release, **values)


def grouped(entries: Sequence[Entry]) -> list[Group]:
    """The entries by their kinds, terms of the ontology and the shapes first."""
    kinds = sorted({entry.kind for entry in entries}, key=lambda kind: (_rank(kind), kind))
    return [Group(kind, [entry for entry in entries if entry.kind == kind]) for kind in kinds]


def _values(
    background: Background, graph: str, content: Content, forms: list[tuple[str, str, str]]
) -> dict[str, object]:
    entries = inventory(background.source, content.triples, background.labels)[:MOST_ENTRIES]
    return {
        "title": graph.removeprefix(GRAPH),
        "graph": graph,
        "provenance": _provenance(background, graph),
        "groups": grouped(entries),
        "more": content.resources - len(entries),
        "triples": content.count,
        "forms": forms,
    }


def _forms(address: str, formats: Sequence[Format]) -> list[tuple[str, str, str]]:
    return [(one.title, f"{address}.{one.suffix}", one.media_type) for one in formats if one != HTML]


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _provenance(background: Background, graph: str) -> Fields:
    """Where a named graph comes from, and under which licence."""
    said = named_graph(background.source, graph, 0, background.stated)
    kept = (triple for triple in said if triple.predicate.value not in UNTOLD)
    entries = inventory(background.source, kept, background.labels)
    return next(entry.fields for entry in entries if entry.iri == graph)
