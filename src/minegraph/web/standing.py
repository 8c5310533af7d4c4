"""Where a submission stands: what was decided, and whether the store that answers says so already."""

from __future__ import annotations

from pyoxigraph import NamedNode

from minegraph.labels import labels_of
from minegraph.store import Source
from minegraph.submission.entries import Entry
from minegraph.submission.receipts import ACCEPTED, WITHDRAWN
from minegraph.terms import ID, PREFIXES, RECORDS

BEING_BUILT, BEING_TAKEN_OUT = "being built", "being taken out"
MOST_THINGS = 50
_PROV = PREFIXES["prov"]


def standing(source: Source, entry: Entry) -> str:
    """The status of a submission; what was decided but is not in the store yet is on its way."""
    if entry.status == ACCEPTED and not _is_in(source, entry):
        return BEING_BUILT
    if entry.status == WITHDRAWN and _is_in(source, entry):
        return BEING_TAKEN_OUT
    return entry.status


def things_in(source: Source, entry: Entry) -> list[tuple[str, str]]:
    """The IRIs and labels of what an accepted submission describes, in the order of the labels."""
    pattern = f"GRAPH {NamedNode(entry.graph)} {{ ?thing a ?kind }}"
    rows = source.select(f"SELECT DISTINCT ?thing WHERE {{ {pattern} }}").rows
    iris = [thing.value for (thing,) in rows if isinstance(thing, NamedNode) and _is_described(thing.value)]
    labels = labels_of(source, iris[:MOST_THINGS])
    return sorted(labels.items(), key=lambda item: item[1].casefold())


def _is_described(iri: str) -> bool:
    return iri.startswith(ID) and not iri.startswith(RECORDS)


def _is_in(source: Source, entry: Entry) -> bool:
    """Whether the store has the graph as this submission made it."""
    graph, submission = NamedNode(entry.graph), NamedNode(f"{ID}submission/{entry.id}")
    return source.ask(f"ASK {{ GRAPH {graph} {{ {graph} <{_PROV}wasDerivedFrom> {submission} }} }}")
