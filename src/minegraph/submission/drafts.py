"""A file that was read and may be submitted, and what of it goes into the inbox."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import SubmissionError
from minegraph.files import format_turtle, shown, write_atomically
from minegraph.submission.licences import licence_iri
from minegraph.submission.receipts import Caveat, one_line, who

RECEIPT = "receipt.json"
STATEMENTS = "statements.ttl"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Draft:
    """A file that was read and may be submitted: its path and the digest of its bytes, and the triples in it.

    `by` is an organisation or role; `licence` and `shapes_version` are IRIs; `replaces` is the id, or the beginning of
    one, of the accepted submission that it is a new version of.
    """

    path: Path
    sha256: str
    triples: tuple[ox.Triple, ...]
    by: str
    licence: str
    shapes_version: str
    warnings: tuple[Caveat, ...] = ()
    replaces: str | None = None


def check_draft(draft: Draft) -> None:
    """Raise SubmissionError for a draft that cannot be taken in."""
    who(draft.by)
    licence_iri(draft.licence)
    if not draft.triples:
        raise SubmissionError(f"{shown(draft.path)} states nothing. Fill in at least one row.")


def statements_of(draft: Draft) -> bytes:
    """The triples of a draft as canonical Turtle."""
    lines = (ox.serialize(draft.triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return format_turtle(lines, draft.path).encode()


def copy_original(draft: Draft, place: Path) -> None:
    """Put the file as it was handed in at its place; SubmissionError when it is not the one that was read."""
    data = draft.path.read_bytes()
    if sha256(data).hexdigest() != draft.sha256:
        raise SubmissionError(f"{shown(draft.path)} was changed while it was read. Hand it in again.")
    write_atomically(place, data)


def file_name(path: Path) -> str:
    """The name of a file as it can be stored anywhere: letters, digits, spaces and `.-_()`, and no name of ours."""
    name = unicodedata.normalize("NFC", one_line(path.name))
    plain = re.sub(r"[^\w .()-]", "_", name).strip(". ")
    stem, suffix = os.path.splitext(plain or "file")  # noqa: PTH122 (a name, not a path)
    while len((stem + suffix).encode()) > LONGEST_NAME and stem:
        stem = stem[:-1]
    whole = stem + suffix
    return f"submitted-{whole}" if whole.lower() in (RECEIPT, STATEMENTS) else whole
