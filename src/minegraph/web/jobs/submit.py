"""The page where one begins to hand something in."""

from __future__ import annotations

from minegraph.site import render
from minegraph.submission.receipts import ACCEPTED
from minegraph.web.offering import offers
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, filled: str, largest: int) -> None:
    """Write the page; `largest` is how many bytes a file may have, `filled` what is to stand in the template."""
    is_installed = graph.layout.is_installed
    entries = () if is_installed else graph.knowledge.inbox()
    page = render(
        "submit.html",
        offers=offers(graph),
        accepted=[entry.receipt for entry in reversed(entries) if entry.status == ACCEPTED],
        filled=filled,
        largest=largest,
        is_installed=is_installed,
    )
    output.send("text/html; charset=utf-8", page)
