"""Search over all names."""

from __future__ import annotations

from minegraph.site import render
from minegraph.web.opened import Opened
from minegraph.web.output import Output

KINDS = ("region", "project", "organisation", "site", "commodity", "policy instrument", "network")


def prepare(graph: Opened) -> None:
    """Read the names beforehand."""
    graph.knowledge.search("")


def run(graph: Opened, output: Output, *, text: str, kinds: list[str], limit: int, form: str) -> None:
    """Write what is found for a text, as a page or as JSON."""
    findings = graph.knowledge.search(text, kinds=kinds, limit=limit)
    if form == "json":
        output.send("application/json; charset=utf-8", findings.json())
    else:
        page = render("search.html", findings=findings, searched=findings.text, chosen=kinds, kinds=KINDS)
        output.send("text/html; charset=utf-8", page)
