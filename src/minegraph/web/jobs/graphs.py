"""Whole graphs as they are in the store (SPARQL 1.1 Graph Store HTTP Protocol)."""

from __future__ import annotations

from collections.abc import Sequence

from minegraph.result_streams import write_graph
from minegraph.store import reading
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.representation import chosen


def run(graph: Opened, output: Output, iri: str | None, accept: str, formats: Sequence[str]) -> None:
    """Write a named graph, or all of them as one."""
    name = None if iri is None else graph.local.graph(iri)
    wanted, content_type = chosen("GRAPH", accept, formats)
    output.begin(content_type, headers={"vary": "accept"})
    found = graph.local.engine.quads_for_pattern(None, None, None, name)
    write_graph((quad.triple for quad in reading(found)), wanted.name, output.write)
