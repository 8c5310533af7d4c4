"""The graph that a verb works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from minegraph.cli.options import Place
from minegraph.cli.progress import Building
from minegraph.errors import StoreError
from minegraph.knowledge_graph import KnowledgeGraph


@contextmanager
def opened(place: Place) -> Iterator[KnowledgeGraph]:
    """The graph of the place; its store is built, with a progress bar, when something is asked of it."""
    with (
        Building() as building,
        KnowledgeGraph.open(place.root, place.store, progress=building, notice=building.say) as graph,
    ):
        yield graph


@contextmanager
def opened_files(place: Place, verb: str) -> Iterator[KnowledgeGraph]:
    """The graph of the place for a verb that works on its files; StoreError for an endpoint."""
    with opened(place) as graph:
        if graph.endpoint:
            raise StoreError(f"`minegraph {verb}` needs the files of a graph, not {graph.endpoint}. Leave out --store.")
        yield graph
