"""The outcome of a validation, whatever form it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from minegraph.validation.report.finding import Finding, grouped
from minegraph.validation.report.result import Result
from minegraph.validation.shacl import SEVERITIES


@dataclass(frozen=True, repr=False)
class Outcome:
    """The results of a validation, worst first, and the engine that ran: `minegraph` or `pyshacl`.

    `conforms` is true when there is no Violation; warnings and remarks do not stop anybody. (The standard says false as
    soon as there is any result; `turtle` follows the standard.) `notes` say, a sentence each, how the files were read.
    `shapes_version` is the version IRI of the shapes, empty when they have none.
    """

    conforms: bool
    results: tuple[Result, ...]
    engine: str
    notes: tuple[str, ...] = ()
    shapes_version: str = ""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The results by their causes, each cause once: worst first, then in the order of the files handed in."""
        return grouped(self.results)

    @property
    def counts(self) -> dict[str, int]:
        """Severity -> number of results, for all three severities."""
        return _counted(self.results)

    @property
    def finding_counts(self) -> dict[str, int]:
        """Severity -> number of findings, for all three severities."""
        return _counted(self.findings)

    @property
    def verdict(self) -> str:
        """The outcome in one sentence: how many things, in how many places, how bad."""
        opening = "Conforms" if self.conforms else "Does not conform"
        total = len(self.findings)
        if not total:
            return f"{opening}."
        things = f"{_number(total, 'thing')} to {'look at' if self.conforms else 'mend'}"
        named = [_number(number, severity.lower()) for severity, number in self.finding_counts.items() if number]
        return f"{opening}: {things} in {self._extent()} ({', '.join(named)})."

    def _extent(self) -> str:
        """In how many places; of what has none, in how many resources."""
        places = {place for finding in self.findings for place in finding.places}
        elsewhere = {focus for finding in self.findings if not finding.places for focus in finding.focuses}
        named = [_number(len(found), noun) for found, noun in ((places, "place"), (elsewhere, "resource")) if found]
        return " and ".join(named)


def _counted(found: Iterable[Result | Finding]) -> dict[str, int]:
    counted = Counter(one.severity for one in found)
    return {severity: counted[severity] for severity in SEVERITIES}


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 or noun == 'info' else 's'}"
