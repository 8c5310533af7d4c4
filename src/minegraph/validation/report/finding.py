"""Findings: what is wrong, once for each cause, however often it occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from minegraph.places import Place
from minegraph.terms import SHAPES
from minegraph.validation.paths import PropertyPath
from minegraph.validation.report.result import Result
from minegraph.validation.shacl import SEVERITIES, component_iri
from minegraph.validation.triples import Term

KNOWN_TERM = f"{SHAPES}KnownTermConstraintComponent"

_ABOUT_THE_PROPERTY = (component_iri("closed"), KNOWN_TERM)


@dataclass(frozen=True)
class Finding:
    """Results with one cause: the same constraint, not met in the same way by the same value, or for lack of one.

    `focuses` are the resources, `places` where in the files handed in, and `graphs` the named graphs that state it;
    each sorted, each once. What only one of the results says is left out: the `value`, where it is the property itself
    that is wrong. The rest is as in a Result.
    """

    severity: str
    constraint: str
    name: str
    component: str
    path: PropertyPath | None
    value: Term | None
    problem: str
    message: str
    focuses: tuple[Term, ...]
    places: tuple[Place, ...]
    graphs: tuple[str, ...]

    @property
    def advice(self) -> str:
        """What to do: the message, without the problem where it begins with that."""
        return self.message.removeprefix(self.problem).strip()

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return " ".join(part for part in (self.problem, self.advice) if part) or f"{self.name or self.constraint}."


def grouped(results: Iterable[Result]) -> tuple[Finding, ...]:
    """The findings that results, sorted, come down to: worst first, then by the first place, then as the results."""
    causes: dict[tuple[object, ...], list[Result]] = defaultdict(list)
    for result in results:
        causes[_cause(result)].append(result)
    return tuple(sorted(map(_finding, causes.values()), key=_order))


def place_order(place: Place) -> tuple[object, ...]:
    """A key that goes through a file as a reader does: by sheet, row, column and line."""
    return place.file, place.sheet, place.row, len(place.column), place.column, place.line, place.header


def _cause(result: Result) -> tuple[object, ...]:
    value = None if result.component in _ABOUT_THE_PROPERTY else result.value
    said = result.problem, result.message
    return result.severity, result.constraint, result.name, result.component, result.path, value, *said


def _finding(results: list[Result]) -> Finding:
    first = results[0]
    values = {result.value for result in results}
    return Finding(
        severity=first.severity,
        constraint=first.constraint,
        name=first.name,
        component=first.component,
        path=first.path,
        value=first.value if len(values) == 1 else None,
        problem=first.problem,
        message=first.message,
        focuses=tuple(sorted({result.focus for result in results}, key=str)),
        places=tuple(sorted({place for result in results for place in result.places}, key=place_order)),
        graphs=tuple(sorted({result.graph for result in results if result.graph})),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    places = tuple(place_order(place) for place in finding.places[:1])
    return SEVERITIES.index(finding.severity), not places, places
