"""The first page."""

from __future__ import annotations

from minegraph.site import render
from minegraph.web.opened import Opened
from minegraph.web.output import Output

COUNTS = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?graph) AS ?graphs) WHERE { GRAPH ?graph { ?s ?p ?o } }"


def run(graph: Opened, output: Output) -> None:
    """Write the first page."""
    triples, graphs = graph.kept("counts", lambda: _counts(graph))
    output.send("text/html; charset=utf-8", render("start.html", triples=triples, graphs=graphs))


def _counts(graph: Opened) -> tuple[int, int]:
    (row,) = graph.source.select(COUNTS).rows
    triples, graphs = (int(getattr(term, "value", 0)) for term in row)
    return triples, graphs
