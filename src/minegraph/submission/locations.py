"""Where a submission says what: from statements to the cells or lines they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from minegraph.places import Place
from minegraph.validation.paths import PropertyPath, properties
from minegraph.validation.triples import Term


@dataclass(frozen=True)
class Spot:
    """A row of a table, with the letter and heading of the column of each property; or a line, with no columns."""

    place: Place
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def at(self, prop: str | None) -> Place:
        """The cell of a property, or the row when there is no such column."""
        letter, header = self.columns.get(prop or "", ("", ""))
        return replace(self.place, column=letter, header=header) if letter else self.place


class Locations:
    """The places of a submission's statements."""

    def __init__(self) -> None:
        self._subjects: dict[Term, list[Spot]] = {}
        self._values: dict[tuple[Term, str], dict[Term, list[Spot]]] = {}
        self._uses: dict[Term, list[tuple[str, Spot]]] = {}

    def add(self, triple: ox.Triple | ox.Quad, spot: Spot) -> None:
        """Note that a statement stands somewhere."""
        self.begin(triple.subject, spot)
        values = self._values.setdefault((triple.subject, triple.predicate.value), {})
        values.setdefault(triple.object, []).append(spot)
        self._uses.setdefault(triple.object, []).append((triple.predicate.value, spot))

    def begin(self, subject: Term, spot: Spot) -> None:
        """Note that a thing is described somewhere; of a text file only the first line counts."""
        known = self._subjects.setdefault(subject, [])
        if not known or (spot.place.row and spot not in known[-1:]):
            known.append(spot)

    def update(self, other: Locations) -> None:
        """Take over the places of another file."""
        for subject, spots in other._subjects.items():
            self._subjects.setdefault(subject, []).extend(spots)
        for key, values in other._values.items():
            for term, spots in values.items():
                self._values.setdefault(key, {}).setdefault(term, []).extend(spots)
        for term, uses in other._uses.items():
            self._uses.setdefault(term, []).extend(uses)

    def of(self, focus: Term, path: PropertyPath | None, value: Term | None) -> tuple[Place, ...]:
        """Where a value stands, else where it would stand, else where the thing is described or referred to; sorted."""
        steps = properties(path)
        stated = [(prop, values) for prop in steps if (values := self._values.get((focus, prop)))]
        exact = {spot.at(prop) for prop, values in stated if value in values for spot in values[value]}
        return tuple(sorted(exact or self._near(focus, steps) or self._missing(focus, steps) or self._referring(focus)))

    def _near(self, focus: Term, steps: tuple[str, ...]) -> set[Place]:
        stated = ((prop, self._values.get((focus, prop), {})) for prop in steps)
        return {spot.at(prop) for prop, values in stated for spots in values.values() for spot in spots}

    def _referring(self, thing: Term) -> set[Place]:
        return {spot.at(prop) for prop, spot in self._uses.get(thing, ())}

    def _missing(self, focus: Term, steps: tuple[str, ...]) -> set[Place]:
        spots = self._subjects.get(focus, [])
        return {spot.at(next((prop for prop in steps if prop in spot.columns), None)) for spot in spots}


def by_line(triples: Iterable[ox.Triple | ox.Quad], lines: Iterable[int], file: str) -> Locations:
    """The places of the statements of a text file, by their lines; 0 is a line that is not known."""
    found = Locations()
    for triple, line in zip(triples, lines, strict=True):
        found.add(triple, Spot(Place(file, line=line)))
    return found
