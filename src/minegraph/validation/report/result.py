"""One thing that is not as a shape wants it."""

from __future__ import annotations

from dataclasses import dataclass

from minegraph.places import Place
from minegraph.validation.paths import PropertyPath, words
from minegraph.validation.shacl import SEVERITIES
from minegraph.validation.triples import Term


@dataclass(frozen=True)
class Result:
    """One thing that is not as a shape wants it.

    `severity` is Violation (must), Warning (should) or Info (nice). `focus` is the resource; `path` and `value` say
    where and what, if the constraint is about values. `constraint` is the IRI of the shape, or of the nearest above
    that has one; `name` its sh:name; `component` the IRI of the constraint component. `graph` is the named graph that
    states it, where there is one. `message` says what to do, `problem` what is wrong; `places` say where, in a file
    that was handed in.
    """

    severity: str
    focus: Term
    path: PropertyPath | None
    value: Term | None
    message: str
    constraint: str
    name: str
    component: str
    graph: str | None = None
    problem: str = ""
    places: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """A key that puts the worst first, then goes by resource, property and value."""
        path = words(self.path) if self.path else ""
        rank = SEVERITIES.index(self.severity)
        return rank, str(self.focus), path, str(self.value), self.constraint, self.component, self.message
