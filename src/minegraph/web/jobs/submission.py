"""One submission: its receipt, where it stands, and what it describes."""

from __future__ import annotations

from dataclasses import asdict

from minegraph.submission.inbox import Inbox
from minegraph.submission.licences import licence_name
from minegraph.submission.receipts import ACCEPTED
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.standing import standing, things_in


def run(graph: Opened, output: Output, submission: str) -> None:
    """Answer what is known of a submission, by its id or the beginning of one, without looking into its data."""
    entry = Inbox(graph.layout).entry(submission)
    output.send_json(
        {
            "receipt": asdict(entry.receipt),
            "standing": standing(graph.source, entry),
            "graph": entry.graph,
            "licence": licence_name(entry.receipt.licence),
            "things": things_in(graph.source, entry) if entry.status == ACCEPTED else [],
            "has_file": entry.original.is_file(),
        }
    )
