"""Marks on the cells of a workbook: a colour for how bad it is, and a comment that says what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from minegraph.pages.blocks import shown
from minegraph.places import Place
from minegraph.validation.report.finding import Finding

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "minegraph"
COLOURS = {"Violation": "F8B4A8", "Warning": "FFE08A", "Info": "BFDDF5"}
LONGEST_TEXT = 32_767
SIGN = "minegraph:"  # begins what is ours in a comment
FORMULA_SIGNS = ("=", "+", "-", "@")

_LINE, _CHARACTERS, _WIDTH = 18, 42, 300


def mark(book: Workbook, findings: tuple[Finding, ...], source: Path | None) -> dict[Place, tuple[str, str]]:
    """Mark the cells that findings refer to, and no others; a place -> its sheet and cell, where it has one."""
    clear(book)
    _disarm(book)
    found: dict[Place, tuple[str, str]] = {}
    said: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        for place in finding.places:
            if source and Path(place.file).name == source.name and (cell := _cell(book, place)):
                found[place] = cell
                said[cell].append(finding)
    for (sheet, reference), about in said.items():
        _mark(book[sheet][reference], about)
    return found


def clear(book: Workbook) -> None:
    """Take away the marks of an earlier report: comments and colours; what others wrote in a comment stays."""
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment):
        before, sign, _ = cell.comment.text.partition(SIGN)
        if sign:
            _unmark(cell, before.strip())


def _disarm(book: Workbook) -> None:
    """Make formulas text: what somebody handed in does not run where it is looked at."""
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        if cell.data_type == "f":
            write_text(cell, str(getattr(cell.value, "text", None) or cell.value))


def _unmark(cell: Cell, kept: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell.comment = Comment(kept, AUTHOR) if kept else None
    if str(cell.fill.start_color.rgb)[2:] in COLOURS.values():
        cell.fill = PatternFill()


def write_text(cell: Cell, text: str) -> None:
    """Text in a cell, as text whatever it begins with."""
    cell.value = shown(text)[:LONGEST_TEXT]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _cell(book: Workbook, place: Place) -> tuple[str, str] | None:
    """The sheet and cell of a place: where only the row is known, under the header, else the first cell."""
    sheets = [sheet for sheet in book.worksheets if sheet.title == place.sheet or not place.sheet]
    if not sheets or not place.row:
        return None
    column = place.column or _column(sheets[0], place.header)
    return sheets[0].title, _first(sheets[0], f"{column}{place.row}")


def _column(sheet: Worksheet, header: str) -> str:
    headers = {str(cell.value): cell.column_letter for cell in sheet[1] if cell.value is not None}
    return str(headers.get(header, "A"))


def _first(sheet: Worksheet, reference: str) -> str:
    """The cell itself, or the one that shows for it where cells are merged."""
    merged = (area for area in sheet.merged_cells.ranges if reference in area)
    return next((area.coord.partition(":")[0] for area in merged), reference)


def _mark(cell: Cell, findings: list[Finding]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", start_color=COLOURS[findings[0].severity])
    kept = [cell.comment.text] if cell.comment else []
    ours = "\n\n".join(_sentences(findings))
    text = "\n\n".join([*kept, f"{SIGN}\n{ours}"])[:LONGEST_TEXT]
    lines = sum(1 + len(line) // _CHARACTERS for line in text.splitlines())
    cell.comment = Comment(text, AUTHOR, width=_WIDTH, height=_LINE * (lines + 1))


def _sentences(findings: list[Finding]) -> Iterator[str]:
    for sentence in dict.fromkeys(f"{finding.severity}: {finding.sentence}" for finding in findings):
        yield shown(sentence)
