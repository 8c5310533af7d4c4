"""What a release is held against, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FOOPS = "https://w3id.org/foops/test/"
PRINCIPLES = {"F": "Findable", "A": "Accessible", "I": "Interoperable", "R": "Reusable"}


class Outcome(StrEnum):
    """What can come of it: `warn` is what one should do but need not; some needs a network to be told."""

    PASS = "pass"  # noqa: S105 (not a password)
    WARN = "warn"
    FAIL = "fail"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked of a release: its id, in words, by which principle, and what to do where it is not met.

    `is_foops`: the FAIR ontology pitfall scanner FOOPS! has a test of this id (Garijo, Corcho, Poveda-Villalón 2021).
    """

    id: str
    name: str
    principle: str
    advice: str
    is_foops: bool = False

    @property
    def iri(self) -> str:
        """The IRI of the test of FOOPS!; empty for what is asked here alone."""
        return f"{FOOPS}{self.id}" if self.is_foops else ""

    def told(self, looked_at: str, of: int, problems: Iterable[Problem], *, must: bool = True) -> Verdict:
        """What came of it: how many things were looked at, and what is wrong with some of them."""
        found = tuple(problems)
        outcome = Outcome.PASS if not found else Outcome.FAIL if must else Outcome.WARN
        wrong = len({problem.where for problem in found})
        total = max(of, wrong)
        return Verdict(self, outcome, looked_at, total - wrong, total, found)

    def missing(self, looked_at: str, what: str) -> Verdict:
        """The verdict where the thing to look at is not there at all."""
        return self.told(looked_at, 1, [Problem(looked_at, what)])

    def untold(self, looked_at: str) -> Verdict:
        """The verdict where only a network can tell."""
        return Verdict(self, Outcome.UNTOLD, looked_at, 0, 0, ())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a criterion: what was looked at, how many of how many are as they should be, and what is not."""

    criterion: Criterion
    outcome: Outcome
    looked_at: str
    good: int
    total: int
    problems: tuple[Problem, ...]

    @property
    def share(self) -> float:
        """The part that is as it should be, from 0 to 1."""
        return self.good / self.total if self.total else 1.0
