"""The submissions of a workspace, and where each stands."""

from __future__ import annotations

from dataclasses import asdict

from minegraph.site import render
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.standing import standing


def run(graph: Opened, output: Output, form: str, is_steward: bool = False) -> None:
    """Write the list of submissions, as a page the newest first, as JSON the newest last."""
    entries = [] if graph.layout.is_installed else graph.knowledge.inbox()
    if form == "json":
        output.send_json([asdict(entry.receipt) for entry in entries])
        return
    rows = [(entry.receipt, standing(graph.source, entry)) for entry in reversed(entries)]
    waiting = sum(receipt.status == "waiting" for receipt, _ in rows)
    page = render(
        "inbox.html", rows=rows, waiting=waiting, is_installed=graph.layout.is_installed, is_steward=is_steward
    )
    output.send("text/html; charset=utf-8", page)
