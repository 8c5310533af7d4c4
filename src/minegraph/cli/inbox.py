"""`minegraph inbox`: what was handed in, and what became of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import emit, say, show
from minegraph.pages import Table

if TYPE_CHECKING:
    from minegraph.submission.receipts import Receipt

EXAMPLES = """\b
Examples:
  minegraph inbox
  minegraph inbox --format json
"""
HEADER = ("id", "file", "by", "submitted", "status", "decided", "warnings")


@click.command(epilog=EXAMPLES)
@format_option("table", "json")
@placed
def command(place: Place, form: str) -> None:
    """List the submissions, newest last: those that wait, and what became of the others."""
    from minegraph.submission.inbox import Inbox

    with opened_files(place, "inbox") as graph:
        receipts = [entry.receipt for entry in Inbox(graph.layout).entries()]
    if form == "json":
        document = json.dumps([asdict(receipt) for receipt in receipts], ensure_ascii=False, indent=2)
        emit(f"{document}\n".encode())
    elif receipts:
        show((Table(HEADER, tuple(map(_row, receipts)), numeric=frozenset({6})),))
    waiting = sum(receipt.status == "waiting" for receipt in receipts)
    say(f"{len(receipts)} submission{'' if len(receipts) == 1 else 's'}, {waiting} waiting.")


def _row(receipt: Receipt) -> tuple[str, ...]:
    decision = receipt.decision
    decided = ", ".join(filter(None, (decision.by, decision.at, decision.why))) if decision else ""
    what = (receipt.id, receipt.file, receipt.submitted_by, receipt.submitted_at, receipt.status)
    return (*what, decided, str(len(receipt.warnings)))
