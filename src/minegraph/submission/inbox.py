"""The inbox of a workspace: a directory per submission, each whole or not there.

    inbox/lock                    held while a command changes something
    inbox/ID/                     the file as it was handed in, under its own name, and
        statements.ttl            the triples that were read from it
        receipt.json              who, when, under what licence, and what became of it

What is in data/submissions/ is the truth: a receipt that a killed command left behind is brought in line with it.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, NotFoundError, SubmissionError
from minegraph.files import Layout, file_sha256, make_directory, read_quads, shown, sync_directory, write_atomically
from minegraph.submission.drafts import RECEIPT, STATEMENTS, Draft, check_draft, copy_original, file_name, statements_of
from minegraph.submission.entries import Entry, accepted_records, all_entries, newer_version
from minegraph.submission.licences import licence_iri
from minegraph.submission.locks import PATIENCE, held
from minegraph.submission.provenance import is_record
from minegraph.submission.receipts import (
    ACCEPTED,
    REPLACED,
    WAITING,
    WITHDRAWING,
    Decision,
    Receipt,
    now,
    one_line,
    submission_id,
    who,
)
from minegraph.telling import Notice

DRAFT = ".draft-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
HIDDEN_PARTS = ".*.part"  # what a killed write_atomically leaves behind


class Inbox:
    """The submissions of a workspace.

    `notice` is told in a sentence for whom one has to wait; after `patience` seconds one waits no longer.
    """

    def __init__(self, layout: Layout, notice: Notice | None = None, patience: float = PATIENCE) -> None:
        self.layout, self._notice, self._patience = layout, notice or (lambda _: None), patience
        self.directory = layout.inbox

    def entries(self) -> tuple[Entry, ...]:
        """All submissions, newest last; nothing is written."""
        return all_entries(self.layout, map(Receipt.read, self._receipts()))

    def entry(self, name: str) -> Entry:
        """The submission of an id, or of the beginning of one that no other begins with.

        Raises NotFoundError with the nearest, AmbiguousNameError; SubmissionError where nothing can be handed in.
        """
        self.check_place()
        entries = {entry.id: entry for entry in self.entries()}
        found = [name] if name in entries else [one for one in entries if name and one.startswith(name)]
        if len(found) > 1:
            raise AmbiguousNameError("submission", name, [f"{entries[one].receipt.file} ({one})" for one in found])
        if not found:
            hint = "`minegraph inbox` lists them." if entries else "None was handed in so far."
            raise NotFoundError("submission", one_line(name), get_close_matches(name, entries, n=3, cutoff=0.5), hint)
        return entries[found[0]]

    def put(self, draft: Draft) -> tuple[Entry, bool]:
        """Take a draft in; gives its entry, and whether it is new.

        The same file handed in twice is one submission: the first one is given, unless it is not part of the graph any
        more or never was (withdrawn, rejected, or replaced by what was withdrawn): then it waits again. Raises
        SubmissionError, NotFoundError for what it is to replace.
        """
        check_draft(draft)
        with self.changing("submit", draft.by):
            same = self.known(draft)
            if same is not None and same.status in (WAITING, ACCEPTED):
                return same, False
            former = None if draft.replaces is None else self.entry(draft.replaces)
            receipt = self._receipt(draft, former, same)
            self._write(draft, receipt)
            return self.entry(receipt.id), True

    def known(self, draft: Draft) -> Entry | None:
        """The submission of the same file, if there is one. Raises SubmissionError for a draft that cannot be put."""
        former = None if draft.replaces is None else self.entry(draft.replaces)
        same = self.same(draft.sha256, former)
        if same is not None and same.status in (WAITING, ACCEPTED):
            check_terms(same, draft.by, draft.licence)
        else:
            self._check_replaced(same, former)
        return same

    def _check_replaced(self, same: Entry | None, former: Entry | None) -> None:
        """Raise SubmissionError when a file would come back beside what stands in its place, or replace nothing."""
        newer = newer_version(same, self.entries()) if same and same.status == REPLACED else None
        if same and newer and (former is None or former.id != newer.id):
            before = f"This file was handed in before, as {same.id}, and {newer.id} took its place."
            raise SubmissionError(f"{before} Hand it in with --replaces {newer.id}.")
        if former is not None and former.status != ACCEPTED:
            standing = newer_version(former, self.entries()) if former.status == REPLACED else None
            advice = f"with --replaces {standing.id}" if standing else "without --replaces"
            state = f"{former.id} is {former.status}: only what is accepted can be replaced."
            raise SubmissionError(f"{state} Hand the file in {advice}.")

    def set_status(self, entry: Entry, status: str, by: str, why: str = "") -> Entry:
        """Record a decision durably. For a caller that is `changing` the inbox."""
        decision = Decision(who(by), now(), one_line(why))
        return self.record(replace(entry.receipt, status=status, decision=decision))

    def record(self, receipt: Receipt) -> Entry:
        """Write a receipt down durably. For a caller that is `changing` the inbox."""
        write_atomically(self.directory / receipt.id / RECEIPT, receipt.to_json())
        return self.entry(receipt.id)

    def quads(self, entry: Entry) -> list[ox.Quad]:
        """What a submission states, as quads of the graph it is or would be.

        Raises SubmissionError if what waits was changed; what is accepted is what its file says.
        """
        if entry.status == ACCEPTED:
            return [quad for quad in read_quads(entry.path, entry.graph) if not is_record(quad.triple)]
        for path, digest in ((entry.original, entry.receipt.sha256), (entry.statements, entry.receipt.statements)):
            if not path.is_file() or file_sha256(path) != digest:
                advice = f"{'Reject it, and have' if entry.status == WAITING else 'Have'} the file handed in again."
                raise SubmissionError(f"{shown(path)} is not what was handed in. {advice}")
        return read_quads(entry.statements, entry.graph)

    @contextmanager
    def changing(self, verb: str, by: str) -> Iterator[None]:
        """Hold the lock of the workspace, with what killed commands left behind put in order first.

        Raises SubmissionError when the workspace is in use for too long, or cannot be written to.
        """
        self.check_place()
        with writing("Nothing was changed"):
            make_directory(self.directory)
        with writing("It is not done"), held(self.directory / "lock", verb, who(by), self._notice, self._patience):
            self._put_in_order()
            yield

    def check_place(self) -> None:
        """Raise SubmissionError where nothing can be handed in: in the installed package."""
        if self.layout.is_installed:
            advice = "Run `minegraph init DIR`, then work in DIR."
            raise SubmissionError(f"The graph that came with the package cannot be changed. {advice}")

    def _receipts(self) -> list[Path]:
        return sorted(path for path in self.directory.glob(f"*/{RECEIPT}") if not path.parent.name.startswith("."))

    def _put_in_order(self) -> None:
        """Finish what a killed command began: it left drafts, or a receipt that does not say what the files say."""
        for draft in self.directory.glob(f"{DRAFT}*"):
            shutil.rmtree(draft)
        for part in (*self.layout.submissions.glob(HIDDEN_PARTS), *self.directory.glob(f"*/{HIDDEN_PARTS}")):
            part.unlink()
        for empty in self.directory.glob("*/"):
            if not any(empty.iterdir()):
                empty.rmdir()
        noted = {path.parent.name: Receipt.read(path) for path in self._receipts()}
        for record in accepted_records(self.layout):
            if record.receipt.id in noted and noted[record.receipt.id].status == WITHDRAWING:
                remove(record.path)
        for entry in self.entries():
            if entry.id in noted and noted[entry.id] != entry.receipt:
                write_atomically(entry.directory / RECEIPT, entry.receipt.to_json())

    def same(self, digest: str, former: Entry | None) -> Entry | None:
        """The submission of the file with a digest (as a new version of `former`), the accepted one first."""
        same = [
            entry
            for entry in self.entries()
            if entry.receipt.sha256 == digest and (former is None or former.id in (entry.id, entry.receipt.replaces))
        ]
        order = (ACCEPTED, WAITING)
        return min(same, key=lambda entry: order.index(entry.status) if entry.status in order else 2, default=None)

    def _receipt(self, draft: Draft, former: Entry | None, same: Entry | None) -> Receipt:
        file, time = file_name(draft.path), now()
        replaces = None if former is None else former.id
        taken = [path.name for path in self.directory.iterdir()]
        return Receipt(
            id=same.id if same else submission_id(time[:10], file, draft.sha256, replaces, taken),
            file=same.receipt.file if same else file,
            sha256=draft.sha256,
            statements="",
            submitted_by=who(draft.by),
            submitted_at=time,
            licence=licence_iri(draft.licence),
            shapes_version=draft.shapes_version,
            warnings=draft.warnings,
            replaces=replaces,
        )

    def _write(self, draft: Draft, receipt: Receipt) -> None:
        """Write a directory beside its place and rename it: it is there whole, or not at all."""
        place, making = self.directory / receipt.id, self.directory / f"{DRAFT}{receipt.id}"
        statements = statements_of(draft)
        described = replace(receipt, statements=sha256(statements).hexdigest())
        if place.exists():
            copy_original(draft, place / receipt.file)
            write_atomically(place / STATEMENTS, statements)
            write_atomically(place / RECEIPT, described.to_json())
            return
        try:
            making.mkdir()
            copy_original(draft, making / receipt.file)
            write_atomically(making / STATEMENTS, statements)
            write_atomically(making / RECEIPT, described.to_json())
            making.rename(place)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        sync_directory(self.directory)


def check_terms(same: Entry, by: str, licence: str) -> None:
    """Raise SubmissionError when a file is in the inbox under another name or licence than is now said."""
    noted, said = (same.receipt.licence, same.receipt.submitted_by), (licence_iri(licence), who(by))
    if noted != said:
        advice = f"Withdraw it first (minegraph withdraw {same.id}), then hand it in again."
        state = "waits" if same.status == WAITING else "is part of the graph"
        raise SubmissionError(f"This file {state} already, as {same.id}, under {noted[0]} by {noted[1]}. {advice}")


def remove(path: Path) -> None:
    """Remove a file for good."""
    path.unlink(missing_ok=True)
    sync_directory(path.parent)


@contextmanager
def writing(state: str) -> Iterator[None]:
    """Turn what the disk refuses into a SubmissionError that says what state things are in."""
    try:
        yield
    except OSError as error:
        place = f" {shown(Path(error.filename))}" if isinstance(error.filename, str) else ""
        advice = "Make room on the disk" if error.errno in FULL else "See to it that it can be written to"
        raise SubmissionError(f"Cannot write{place} ({error.strerror}). {state}. {advice}, then try again.") from error
