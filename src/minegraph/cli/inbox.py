"""`minegraph inbox`: what was handed in, and what became of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import emit, say, show
from minegraph.pages import Fields, Table

if TYPE_CHECKING:
    from minegraph.submission.desk import Reviewed
    from minegraph.submission.receipts import Receipt

EXAMPLES = """\b
Examples:
  minegraph inbox
  minegraph inbox 2026-11-25-partners
  minegraph inbox --format json
"""
HEADER = ("id", "file", "by", "submitted", "replaces", "status", "decided", "warnings")


@click.command(epilog=EXAMPLES)
@click.argument("submission", required=False, metavar="[ID]")
@format_option("table", "json")
@placed
def command(place: Place, submission: str | None, form: str) -> None:
    """List the submissions, newest last: those that wait, and what became of the others.

    With an ID, or the beginning of one: that submission, the report on it as the graph is now, and while it waits what
    accepting it would change.
    """
    with opened_files(place, "inbox") as graph:
        if submission is not None:
            _review(graph.review(submission), form)
            return
        receipts = [entry.receipt for entry in graph.inbox()]
    if form == "json":
        emit(_json([asdict(receipt) for receipt in receipts]))
    elif receipts:
        show((Table(HEADER, tuple(map(_row, receipts)), numeric=frozenset({7})),))
    waiting = sum(receipt.status == "waiting" for receipt in receipts)
    say(f"{len(receipts)} submission{'' if len(receipts) == 1 else 's'}, {waiting} waiting.")


def _review(reviewed: Reviewed, form: str) -> None:
    receipt = reviewed.entry.receipt
    if form == "json":
        report = json.loads(reviewed.report.json())
        preview = json.loads(reviewed.preview.json()) if reviewed.preview else None
        emit(_json({"receipt": asdict(receipt), "report": report, "preview": preview}))
        return
    facts = dict(zip(HEADER, _row(receipt), strict=True)) | {"licence": receipt.licence}
    fields = Fields(tuple((name, (value,)) for name, value in facts.items() if value))
    show((fields, *reviewed.report.page(), *(reviewed.preview.page() if reviewed.preview else ())))


def _json(document: object) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _row(receipt: Receipt) -> tuple[str, ...]:
    decision = receipt.decision
    decided = ", ".join(filter(None, (decision.by, decision.at, decision.why))) if decision else ""
    what = (receipt.id, receipt.file, receipt.submitted_by, receipt.submitted_at)
    return (*what, receipt.replaces or "", receipt.status, decided, str(len(receipt.warnings)))
