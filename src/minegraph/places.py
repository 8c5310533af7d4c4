"""Where something stands in a file that somebody handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell or row of a spreadsheet, or a line of a text file. What is not known, or does not apply, is empty or 0.

    `file` is the file's name as messages show it. `row` counts as a spreadsheet program does, the header is row 1;
    `column` is its letter and `header` what stands above it. `line` is the line of a text file, from 1.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    header: str = ""
    line: int = 0

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet program names it, `C17`; empty when it is no single cell.

        >>> Place("a.xlsx", sheet="Projects", row=17, column="C").cell
        'C17'
        """
        return f"{self.column}{self.row}" if self.column and self.row else ""

    def __str__(self) -> str:
        """The place in words.

        >>> str(Place("a.xlsx", sheet="Projects", row=17, column="C", header="role"))
        'a.xlsx, sheet Projects, row 17, column C (role)'
        """
        return ", ".join((self.file, *self._parts()))

    @property
    def within(self) -> str:
        """The place within its file, in words.

        >>> Place("a.xlsx", sheet="Projects", row=17, column="C", header="role").within
        'sheet Projects, row 17, column C (role)'
        """
        return ", ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        if self.sheet:
            yield f"sheet {self.sheet}"
        if self.row:
            yield f"row {self.row}"
        if self.column:
            yield f"column {self.column}{f' ({self.header})' if self.header else ''}"
        if self.line and not self.row:
            yield f"line {self.line}"
