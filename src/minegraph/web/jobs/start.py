"""The first page, and what its map shows."""

from __future__ import annotations

from minegraph.documents.start_page import start_page
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def prepare(graph: Opened) -> None:
    """Make the page beforehand."""
    _page(graph)


def run(graph: Opened, output: Output) -> None:
    """Write the first page."""
    output.send("text/html; charset=utf-8", _page(graph))


def _page(graph: Opened) -> str:
    knowledge = graph.knowledge
    return graph.kept("start", lambda: start_page(graph.source, knowledge.overview(), knowledge.questions))
