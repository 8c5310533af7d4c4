"""The receipt of a submission: what was handed in by whom, under what licence, and what became of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from minegraph.errors import SubmissionError
from minegraph.files import read_bytes, shown
from minegraph.labels import slugify

if TYPE_CHECKING:
    from minegraph.validation import Report

WAITING, ACCEPTED, REJECTED, WITHDRAWN, REPLACED = "waiting", "accepted", "rejected", "withdrawn", "replaced"
WITHDRAWING = "withdrawing"  # decided, and the file is about to go
LONGEST_SLUG = 40
LONGEST_LINE = 500
HEX_DIGITS = 8
NAME = re.compile("[0-9a-z][0-9a-z-]*")
FILE = re.compile(r"(?!\.{1,2}$)[^/\\:\0]+")


class UnnamedError(ValueError):
    """An id or a file's name is none; whoever reads a receipt says where."""


@dataclass(frozen=True)
class Caveat:
    """A warning that was accepted: the IRI of the constraint, what is wrong, and where, in words."""

    constraint: str
    problem: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """Who decided on a submission, when (UTC, to the second), and why."""

    by: str
    at: str
    why: str = ""


@dataclass(frozen=True)
class Receipt:
    """What is known of a submission.

    `file` is the name it was handed in under, `sha256` the digest of its bytes, `statements` that of the triples read
    from it. `licence` and `shapes_version` are IRIs; `replaces` is the id of the submission it is a new version of.
    `status` is waiting, accepted, rejected, withdrawn or replaced. Raises UnnamedError for an id or a name that could
    lead out of the inbox.
    """

    id: str
    file: str
    sha256: str
    statements: str
    submitted_by: str
    submitted_at: str
    licence: str
    shapes_version: str
    warnings: tuple[Caveat, ...]
    replaces: str | None
    status: str = WAITING
    decision: Decision | None = None

    def __post_init__(self) -> None:
        for name in (self.id, self.id if self.replaces is None else self.replaces):
            if not NAME.fullmatch(name):
                raise UnnamedError(f"{name!r} is not the id of a submission")
        if not FILE.fullmatch(self.file):
            raise UnnamedError(f"{self.file!r} is not the name of a file")

    @classmethod
    def read(cls, path: Path) -> Receipt:
        """The receipt in a file; SubmissionError when it is not one."""
        try:
            fields = json.loads(read_bytes(path))
            decided = fields.pop("decision")
            warnings = tuple(Caveat(**{**one, "places": tuple(one["places"])}) for one in fields.pop("warnings"))
            receipt = cls(warnings=warnings, decision=Decision(**decided) if decided else None, **fields)
            if receipt.id != path.parent.name:
                raise UnnamedError(f"it is that of {receipt.id}")
            return receipt
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            advice = "Restore the file, or remove its directory and hand the submission in again."
            raise SubmissionError(f"{shown(path)}: not the receipt of a submission ({error}). {advice}") from error

    def to_json(self) -> bytes:
        """The receipt as its file holds it."""
        return f"{json.dumps(asdict(self), ensure_ascii=False, indent=2)}\n".encode()


def caveats(report: Report) -> tuple[Caveat, ...]:
    """The warnings of a report, each cause once with its places."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for result in report.results:
        if result.severity == "Warning":
            found = places.setdefault((result.constraint, one_line(result.problem or result.message)), {})
            found.update(dict.fromkeys(str(place) for place in result.places))
    return tuple(Caveat(constraint, problem, tuple(where)) for (constraint, problem), where in places.items())


def with_new(agreed: tuple[Caveat, ...], found: Iterable[Caveat]) -> tuple[Caveat, ...]:
    """The warnings that were agreed to, as they stand, and after them those found that say something else."""
    known = {(caveat.constraint, caveat.problem) for caveat in agreed}
    return (*agreed, *(caveat for caveat in found if (caveat.constraint, caveat.problem) not in known))


def submission_id(day: str, file: str, digest: str, replaces: str | None, taken: Iterable[str]) -> str:
    """A name for a submission that can be read: the day, the file's name, and the beginning of a digest.

    >>> submission_id("2026-11-25", "MIREU partners.xlsx", "0" * 64, None, ())
    '2026-11-25-mireu-partners-60e05bd1'
    """
    content = sha256(f"{digest}{replaces or ''}".encode()).hexdigest()
    names = (f"{day}-{slug(Path(file).stem)}-{content[:length]}" for length in range(HEX_DIGITS, len(content)))
    known = set(taken)
    return next(name for name in names if name not in known)


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens for a name; a digest for a name that has none of them.

    >>> slug("Région Île-de-France (FR)")
    'region-ile-de-france-fr'
    """
    return slugify(text)[:LONGEST_SLUG].strip("-") or short_digest(text)


def short_digest(text: str) -> str:
    """Eight hexadecimal digits that another text hardly has."""
    return sha256(text.encode(errors="replace")).hexdigest()[:HEX_DIGITS]


def one_line(text: str) -> str:
    """Text on one line that can be written and shown anywhere: no control characters, at most 500 characters."""
    whole = text.encode(errors="replace").decode()
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in whole)
    seen = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    return " ".join(seen.split())[:LONGEST_LINE]


def who(name: str) -> str:
    """The name of an organisation or role; SubmissionError when there is none."""
    if not (cleaned := one_line(name)):
        raise SubmissionError("It is not said who. Name the organisation or role with --by.")
    return cleaned


def now() -> str:
    """The time to the second, as xsd:dateTime in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
