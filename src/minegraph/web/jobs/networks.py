"""Where walking the network can begin."""

from __future__ import annotations

from minegraph.hubs import hubs
from minegraph.network import NODE_KINDS
from minegraph.site import render
from minegraph.web.jobs.network import around
from minegraph.web.opened import Opened
from minegraph.web.output import Output

MOST_FOUND = 30


def run(graph: Opened, output: Output, text: str) -> None:
    """Write the page with the best linked things, and with what is found for a text."""
    findings = graph.knowledge.search(text, kinds=NODE_KINDS, limit=MOST_FOUND) if text.strip() else None
    found = graph.kept("hubs", lambda: hubs(graph.source))
    page = render("networks.html", section="/network", hubs=found, findings=findings, text=text, around=around)
    output.send("text/html; charset=utf-8", page)
