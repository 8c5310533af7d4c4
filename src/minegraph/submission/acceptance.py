"""Decisions on submissions: accept, reject, withdraw. What is said to be done is on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from minegraph.errors import SubmissionError
from minegraph.files import Layout, write_atomically
from minegraph.submission.entries import Entry, newer_version, replaced
from minegraph.submission.inbox import Inbox, remove, writing
from minegraph.submission.locks import PATIENCE
from minegraph.submission.provenance import KnownAgent, provenance
from minegraph.submission.receipts import (
    ACCEPTED,
    REJECTED,
    REPLACED,
    WAITING,
    WITHDRAWING,
    WITHDRAWN,
    Decision,
    Receipt,
    caveats,
    now,
    who,
    with_new,
)
from minegraph.telling import Notice
from minegraph.turtle import write_turtle

if TYPE_CHECKING:
    from minegraph.validation import Report

Check = Callable[[Entry, list[ox.Quad]], "Report"]
MOST_NAMED = 3


@dataclass(frozen=True)
class Acceptance:
    """An accepted submission: its entry, the file and named graph it became, and what it took the place of.

    `is_new` is false when it had been accepted before: accepting twice is accepting once.
    """

    entry: Entry
    path: Path
    graph: str
    is_new: bool
    replaced: str | None


def accept(
    layout: Layout,
    submission: str,
    by: str,
    check: Check,
    *,
    known_agent: KnownAgent | None = None,
    notice: Notice | None = None,
    patience: float = PATIENCE,
) -> Acceptance:
    """Make a submission part of the graph: one file in data/submissions/, on disk before this returns.

    `check` is given the entry and its quads and reports on them as part of the graph, `entry.graph` left out.
    `known_agent` gives the IRI of the organisation in the graph that has a name, if there is one. The store is for the
    caller to rebuild. Raises SubmissionError, NotFoundError.
    """
    inbox = Inbox(layout, notice, patience)
    with inbox.changing("accept", by):
        entry = inbox.entry(submission)
        if entry.status == ACCEPTED:
            return Acceptance(entry, entry.path, entry.graph, False, entry.receipt.replaces)
        _check_waiting(entry, "accepted")
        former = _former(inbox, entry)
        quads = inbox.quads(entry)
        receipt = _decided(entry, check(entry, quads), by)
        write_atomically(entry.path, _content(quads, receipt, entry.graph, known_agent or (lambda _: None)))
        with writing(f"{entry.id} is accepted all the same; the next command completes its receipt"):
            if former is not None and former.directory.exists():
                inbox.record(replaced(former.receipt, receipt))
            return Acceptance(inbox.record(receipt), entry.path, entry.graph, True, receipt.replaces)


def reject(
    layout: Layout, submission: str, by: str, why: str, *, notice: Notice | None = None, patience: float = PATIENCE
) -> Entry:
    """Turn a waiting submission down, and say why; its files stay in the inbox. Raises SubmissionError."""
    inbox = Inbox(layout, notice, patience)
    if not why.strip():
        raise SubmissionError("It is not said why. Give the submitter a reason with --why.")
    with inbox.changing("reject", by):
        entry = inbox.entry(submission)
        if entry.status == REJECTED:
            return entry
        _check_waiting(entry, "rejected")
        return inbox.set_status(entry, REJECTED, by, why)


def withdraw(
    layout: Layout,
    submission: str,
    by: str | None = None,
    why: str = "",
    *,
    notice: Notice | None = None,
    patience: float = PATIENCE,
) -> Entry:
    """Take a waiting submission out of the queue, or an accepted one out of the graph. Raises SubmissionError.

    Without `by`, it is the submitter who withdraws. What it had taken the place of does not come back. The store is for
    the caller to rebuild.
    """
    inbox = Inbox(layout, notice, patience)
    with inbox.changing("withdraw", by or "submitter"):
        entry = inbox.entry(submission)
        if entry.status == WITHDRAWN:
            return entry
        check_standing(inbox, entry)
        decider = by or entry.receipt.submitted_by
        if entry.status == ACCEPTED:
            inbox.set_status(entry, WITHDRAWING, decider, why)  # decided: a next command would end it
            remove(entry.path)
        return inbox.set_status(entry, WITHDRAWN, decider, why)


def _check_waiting(entry: Entry, wanted: str) -> None:
    if entry.status == WAITING:
        return
    advice = "Withdraw it first." if entry.status == ACCEPTED else "Have the file handed in again."
    raise SubmissionError(f"{entry.id} cannot be {wanted}: it is {_state(entry)}. {advice}")


def check_standing(inbox: Inbox, entry: Entry) -> None:
    """Raise SubmissionError for what neither waits nor is part of the graph."""
    if entry.status in (WAITING, ACCEPTED):
        return
    newer = newer_version(entry, inbox.entries()) if entry.status == REPLACED else None
    advice = f"Withdraw {newer.id}." if newer else "It is not part of the graph: there is nothing to withdraw."
    raise SubmissionError(f"{entry.id} cannot be withdrawn: it is {_state(entry)}. {advice}")


def _state(entry: Entry) -> str:
    why = entry.receipt.decision.why if entry.receipt.decision else ""
    return f"{entry.status} ({why})" if why else entry.status


def _former(inbox: Inbox, entry: Entry) -> Entry | None:
    """The accepted submission that this one is to replace; SubmissionError when it does not stand any more."""
    entries = inbox.entries()
    former = next((other for other in entries if other.id == entry.receipt.replaces), None)
    if entry.receipt.replaces and (former is None or former.status != ACCEPTED):
        state = _state(former) if former else "gone"
        advice = "Reject it, and have the file handed in again as it should be."
        raise SubmissionError(f"{entry.id} is to replace {entry.receipt.replaces}, which is {state}. {advice}")
    for other in entries:
        if other.status == ACCEPTED and other is not former and other.receipt.sha256 == entry.receipt.sha256:
            raise SubmissionError(f"The same file is already accepted, as {other.id}. Reject {entry.id}.")
    if former is None and entry.path.exists():
        raise SubmissionError(f"{inbox.layout.name(entry.path)} is in the way. Move it, or reject {entry.id}.")
    return former


def _decided(entry: Entry, report: Report, by: str) -> Receipt:
    """The receipt of what is accepted now; SubmissionError when it does not conform."""
    if not report.conforms:
        raise SubmissionError(_refusal(entry, report))
    return replace(
        entry.receipt,
        status=ACCEPTED,
        decision=Decision(who(by), now()),
        shapes_version=report.shapes_version or entry.receipt.shapes_version,
        warnings=with_new(entry.receipt.warnings, caveats(report)),
    )


def _refusal(entry: Entry, report: Report) -> str:
    violations = [result.problem or result.message for result in report.results if result.severity == "Violation"]
    named = " ".join(dict.fromkeys(violations[:MOST_NAMED]))
    return f"{entry.id} does not fit the graph as it is now and stays in the inbox: {len(violations)} to fix. {named}"


def _content(quads: Iterable[ox.Quad], receipt: Receipt, graph: str, known_agent: KnownAgent) -> bytes:
    """The file of an accepted submission: what it states, and its provenance."""
    stated = {quad.triple for quad in quads} | set(provenance(receipt, graph, known_agent))
    return write_turtle(sorted(stated, key=str)).encode()
