"""The graph that a verb works on."""

from __future__ import annotations

from minegraph.cli.options import Place
from minegraph.errors import StoreError
from minegraph.knowledge_graph import KnowledgeGraph


def opened(place: Place) -> KnowledgeGraph:
    """The graph of the place; its store is built when something is asked of it."""
    return KnowledgeGraph.open(place.root, place.store)


def opened_files(place: Place, verb: str) -> KnowledgeGraph:
    """The graph of the place for a verb that works on its files; StoreError for an endpoint."""
    graph = opened(place)
    if graph.endpoint:
        raise StoreError(
            f"`minegraph {verb}` works on files, and {graph.endpoint} has none. Leave out --store, or give a directory."
        )
    return graph
