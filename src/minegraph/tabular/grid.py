"""Tables of cells, whatever file they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "number", "boolean", "date", "formula", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty, by its row and column from 1.

    `text` is what it says: text as it stands; a number as the shortest decimal without an exponent (`2999725`, `2.4`);
    a date as `2021-04-30`, with a time of day `2021-04-30T09:30:00`; `true` or `false`; the text of a formula
    (`=A1+B1`); the code of an error (`#REF!`). Cells of text files are text.
    """

    row: int
    column: int
    text: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Grid:
    """A sheet of a workbook, or a text file of separated values.

    `rows` holds the cells that are not empty, by row, in order; rows without any are left out. `lines` gives the first
    line in the file of each row of a text file, since a cell may hold line breaks. `notes` say, a sentence each, how
    the table was read where there was a choice: its encoding, what separates its values. `separator` is what does, in
    a text file.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: dict[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    separator: str = ""


def column_letter(number: int) -> str:
    """The letters of a column, counted from 1.

    >>> column_letter(1), column_letter(27), column_letter(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
