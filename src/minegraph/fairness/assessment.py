"""What came of a release: the verdicts, counted and summed up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from minegraph.fairness.criterion import Outcome, Verdict


@dataclass(frozen=True, repr=False)
class Assessment:
    """What came of a release: the verdicts in the order of the principles, those that fail first."""

    version: str
    base: str
    verdicts: tuple[Verdict, ...]

    @property
    def passes(self) -> bool:
        """True when nothing fails."""
        return all(verdict.outcome is not Outcome.FAIL for verdict in self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        """Outcome -> number of criteria, for all outcomes."""
        counted = Counter(verdict.outcome for verdict in self.verdicts)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def score(self, principle: str) -> float:
        """How far one of F, A, I and R is met: the mean of the shares that are as they should be, from 0 to 1."""
        told = [one for one in self.of(principle) if one.outcome is not Outcome.UNTOLD]
        return sum(one.share for one in told) / len(told) if told else 1.0

    def of(self, principle: str) -> list[Verdict]:
        """The verdicts by one of F, A, I and R."""
        return [verdict for verdict in self.verdicts if verdict.criterion.principle == principle]

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        counted = self.counts
        opening = "Passes" if self.passes else "Does not pass"
        told = len(self.verdicts) - counted["untold"]
        return (
            f"{opening}: of {told} criteria {counted['pass']} are met, {counted['fail']} fail and {counted['warn']} "
            f"could be met better; {counted['untold']} need a network."
        )
