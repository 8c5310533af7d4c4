"""The entries of an inbox: what was handed in, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from minegraph.files import Layout
from minegraph.submission.drafts import STATEMENTS
from minegraph.submission.provenance import Record, read_record
from minegraph.submission.receipts import ACCEPTED, REPLACED, WITHDRAWING, WITHDRAWN, Decision, Receipt
from minegraph.terms import ID


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
    noted = list(receipts)
    standing = {record.receipt.id: record for record in accepted_records(layout)}
    foreign = standing.keys() - {receipt.id for receipt in noted}
    everything = [*noted, *(standing[name].receipt for name in foreign)]
    former = {receipt.id: receipt.replaces for receipt in everything}
    found = [_entry(receipt, layout, standing, former) for receipt in everything]
    return tuple(sorted(found, key=lambda entry: (entry.receipt.submitted_at, entry.id)))


def newer_version(entry: Entry, entries: Iterable[Entry]) -> Entry | None:
    """The accepted submission that stands where this one stood; None when there is none (any more)."""
    others = (other for other in entries if other.status == ACCEPTED and other.id != entry.id)
    return next((other for other in others if entry.id == other.receipt.replaces or entry.path == other.path), None)


def accepted_records(layout: Layout) -> Iterator[Record]:
    """The records of the accepted files of a workspace."""
    for path in sorted(layout.submissions.glob("*.ttl")):
        if not path.name.startswith("."):
            record = read_record(path, layout.graph_iri(path))
            if record is not None:
                yield record


def _entry(receipt: Receipt, layout: Layout, standing: dict[str, Record], former: dict[str, str | None]) -> Entry:
    places = (standing[name].path for name in (receipt.id, receipt.replaces) if name in standing)
    path = next(places, layout.submissions / f"{_first_version(receipt.id, former)}.ttl")
    settled = _settled(receipt, path, layout.name(path), standing)
    return Entry(settled, layout.inbox / receipt.id, path, layout.graph_iri(path))


def _first_version(submission: str, former: dict[str, str | None]) -> str:
    """The id of the first version of a submission, which the file has its name from."""
    versions = [submission]
    while (before := former.get(versions[-1])) and before not in versions:
        versions.append(before)
    return versions[-1]


def _settled(receipt: Receipt, path: Path, name: str, standing: dict[str, Record]) -> Receipt:
    """The receipt with the status that the accepted files give it."""
    if receipt.status == WITHDRAWING:
        return replace(receipt, status=WITHDRAWN)
    if receipt.id in standing:
        return receipt if receipt.status == ACCEPTED else _completed(receipt, standing[receipt.id].receipt)
    if receipt.status != ACCEPTED:
        return receipt
    newer = (one for one in standing.values() if one.receipt.replaces == receipt.id or one.path == path)
    if (record := next(newer, None)) is None:
        return replace(receipt, status=WITHDRAWN, decision=Decision("", "", f"{name} is gone"))
    return replaced(receipt, record.receipt)


def _completed(receipt: Receipt, standing: Receipt) -> Receipt:
    """What the accepted file says, with what only the receipt knows: of an organisation, the file has only the IRI."""
    by = receipt.submitted_by if standing.submitted_by.startswith(ID) else standing.submitted_by
    return replace(standing, statements=receipt.statements, file=receipt.file, submitted_by=by)


def replaced(receipt: Receipt, newer: Receipt) -> Receipt:
    """The receipt of a submission that a newer version has taken the place of."""
    decision = newer.decision and replace(newer.decision, why=f"{newer.id} took its place")
    return replace(receipt, status=REPLACED, decision=decision)
