"""The entries of an inbox: what was handed in, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from minegraph.files import Layout
from minegraph.submission.drafts import STATEMENTS
from minegraph.submission.provenance import Record, read_record
from minegraph.submission.receipts import (
    ACCEPTED,
    REPLACED,
    WITHDRAWING,
    WITHDRAWN,
    Decision,
    Receipt,
)


@dataclass(frozen=True)
class Entry:
    """A submission: its receipt, its directory in the inbox, and the named graph and file it is or would become.

    What was accepted elsewhere (and came with git, say) has a receipt but no directory.
    """

    receipt: Receipt
    directory: Path
    path: Path
    graph: str

    @property
    def id(self) -> str:
        """The id of the submission."""
        return self.receipt.id

    @property
    def status(self) -> str:
        """What became of it."""
        return self.receipt.status

    @property
    def original(self) -> Path:
        """The file as it was handed in."""
        return self.directory / self.receipt.file

    @property
    def statements(self) -> Path:
        """The triples that were read from it, as canonical Turtle."""
        return self.directory / STATEMENTS


def all_entries(layout: Layout, receipts: Iterable[Receipt]) -> tuple[Entry, ...]:
    """The submissions of a workspace, newest last. What the accepted files say goes before what receipts say."""
    records = list(accepted_records(layout))
    standing = {record.receipt.id: record for record in records}
    settled = [_settled(receipt, layout, records) for receipt in receipts]
    foreign = standing.keys() - {receipt.id for receipt in settled}
    everything = [*settled, *(standing[name].receipt for name in foreign)]
    ordered = sorted(everything, key=lambda receipt: (receipt.submitted_at, receipt.id))
    return tuple(_entry(receipt, layout, standing) for receipt in ordered)


def accepted_records(layout: Layout) -> Iterator[Record]:
    """The records of the accepted files of a workspace."""
    for path in sorted(layout.submissions.glob("*.ttl")):
        if not path.name.startswith("."):
            record = read_record(path, layout.graph_iri(path))
            if record is not None:
                yield record


def _entry(receipt: Receipt, layout: Layout, standing: dict[str, Record]) -> Entry:
    place = next((standing[name] for name in (receipt.id, receipt.replaces) if name in standing), None)
    path = place.path if place else layout.submissions / f"{receipt.id}.ttl"
    return Entry(receipt, layout.inbox / receipt.id, path, layout.graph_iri(path))


def _settled(receipt: Receipt, layout: Layout, records: Iterable[Record]) -> Receipt:
    """The receipt with the status that the accepted files give it."""
    own = layout.submissions / f"{receipt.id}.ttl"
    standing = next((record.receipt for record in records if record.receipt.id == receipt.id), None)
    if receipt.status == WITHDRAWING:
        return replace(receipt, status=WITHDRAWN)
    if standing is not None:
        noted = receipt.status == ACCEPTED
        accepted = replace(standing, statements=receipt.statements, file=receipt.file)
        return receipt if noted else accepted
    if receipt.status != ACCEPTED:
        return receipt
    newer = next((record for record in records if record.receipt.replaces == receipt.id or record.path == own), None)
    if newer is None:
        return replace(receipt, status=WITHDRAWN, decision=Decision("", "", f"{layout.name(own)} is gone"))
    return replaced(receipt, newer.receipt)


def replaced(receipt: Receipt, newer: Receipt) -> Receipt:
    """The receipt of a submission that a newer version has taken the place of."""
    decision = newer.decision and replace(newer.decision, why=f"{newer.id} took its place")
    return replace(receipt, status=REPLACED, decision=decision)
