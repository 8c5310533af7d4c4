"""SPARQL queries."""

from __future__ import annotations

from minegraph.results import ask
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, query: str, form: str) -> None:
    """Write the results of a query in one of the formats that fit it."""
    output.send("application/octet-stream", ask(graph.source, graph.knowledge.query_text(query)).written(form))
