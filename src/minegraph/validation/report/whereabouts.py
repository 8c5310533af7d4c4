"""Places in words, many of them on a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from minegraph.places import Place


def whereabouts(places: Sequence[Place], most: int) -> tuple[str, ...]:
    """The places, those of a column or file on one line; after `most` stretches of rows or lines, how many more.

    >>> column = [Place("a.csv", row=row, column="C", header="role") for row in (3, 4, 5, 9)]
    >>> whereabouts(column, most=9)
    ('a.csv, column C (role), rows 3-5, 9',)
    >>> whereabouts(column, most=1)
    ('a.csv, column C (role), rows 3-5', 'and 1 more')
    """
    lines: dict[Place, list[tuple[int, int]]] = defaultdict(list)
    left, told = most, 0
    for around, first, last in _stretches(places):
        if left:
            lines[around].append((first, last))
            left, told = left - 1, told + last - first + 1
    rest = len(set(map(_spot, places))) - told
    return (*(_line(around, runs) for around, runs in lines.items()), *([f"and {rest:,} more"] if rest else []))


def _spot(place: Place) -> tuple[Place, int]:
    """What surrounds a place, and its number there: of the row, else of the line, else 0."""
    return replace(place, row=0, line=0) if not place.row else replace(place, row=0, line=-1), place.row or place.line


def _stretches(places: Iterable[Place]) -> list[tuple[Place, int, int]]:
    """The first and last of the numbers that follow one on another, in the order in which they begin."""
    found: list[tuple[Place, int, int]] = []
    latest: dict[Place, int] = {}
    for around, number in dict.fromkeys(map(_spot, places)):
        at = latest.get(around)
        if at is not None and number == found[at][2] + 1:
            found[at] = around, found[at][1], number
        else:
            latest[around] = len(found)
            found.append((around, number, number))
    return found


def _line(around: Place, runs: list[tuple[int, int]]) -> str:
    where = str(replace(around, line=0))
    if runs == [(0, 0)]:
        return where
    noun = "line" if around.line == 0 else "row"
    numbers = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    plural = "s" if len(runs) > 1 or runs[0][0] != runs[0][1] else ""
    return f"{where}, {noun}{plural} {numbers}"
