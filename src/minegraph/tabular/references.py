"""How workbooks name cells: `B7`, and ranges of them: `A1:B7`."""

from __future__ import annotations

import re
from functools import cache

Position = tuple[int, int]
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
AREA = re.compile(r"([A-Z]{1,3}[1-9][0-9]{0,6})(?::([A-Z]{1,3}[1-9][0-9]{0,6}))?", re.ASCII)


@cache
def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def position_of(reference: str) -> Position:
    """Row and column of a cell.

    >>> position_of("B7")
    (7, 2)
    """
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column_number(letters)


def cells_of(area: str) -> int | None:
    """How many cells a cell or range has; None for what is neither.

    >>> cells_of("B7"), cells_of("A1:B7"), cells_of("A:B")
    (1, 14, None)
    """
    found = AREA.fullmatch(area)
    if found is None:
        return None
    (top, left), (bottom, right) = position_of(found[1]), position_of(found[2] or found[1])
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)
