"""A file as it was read, row by row, with the findings of a report beside the cells that they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minegraph.forms.workbook import README
from minegraph.labels import fold
from minegraph.places import Place
from minegraph.submission.tables import is_note
from minegraph.tabular import TABULAR_SUFFIXES, Cell, Grid, column_letter, read_grids
from minegraph.validation import Report
from minegraph.validation.report.overview import TITLE
from minegraph.validation.shacl import SEVERITIES

MOST_ROWS = 200
MOST_CHARACTERS = 300
AROUND = 2
_LINE_END = re.compile(r"\r\n|\r|\n")

Number = int
Key = tuple[str, int, str]
_Marks = Mapping[Key, Sequence[Number]]


@dataclass(frozen=True)
class Mark:
    """What is said of a cell, row or sheet: the numbers of the findings, from 1, and how bad the worst of them is."""

    findings: tuple[Number, ...] = ()
    severity: str = ""


@dataclass(frozen=True)
class ReadCell:
    """A cell by its column, `C`, with its text, cut where it is long."""

    column: str
    text: str
    mark: Mark


@dataclass(frozen=True)
class ReadRow:
    """A row by its number; `after_gap`: rows before it are left out."""

    number: int
    cells: tuple[ReadCell, ...]
    mark: Mark
    after_gap: bool

    @property
    def is_marked(self) -> bool:
        """Whether anything is said of it."""
        return bool(self.mark.findings or any(cell.mark.findings for cell in self.cells))


@dataclass(frozen=True)
class ReadSheet:
    """A sheet of a file, or its lines where it is a text (then without `columns`); `left_out` is how many rows are.

    `place` is what places call it: empty where there is only one.
    """

    name: str
    place: str
    columns: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    left_out: int
    mark: Mark = field(default=Mark())

    @property
    def is_text(self) -> bool:
        """Whether these are lines of a text."""
        return not self.columns


def beside(report: Report, source: Path, encoding: str | None = None) -> tuple[ReadSheet, ...]:
    """The sheets of a file that were filled in, or its lines, with the numbers of the report's findings beside them.

    Notes, which are not read, and columns that were not filled in are left out. Of long sheets the rows with findings
    and those around them come first; at most 200 of each sheet are given. `encoding` is that of a text table which is
    not in UTF-8.
    """
    marks = _marks(report, source.name)
    worst = [finding.severity for finding in report.findings]
    if source.suffix.lower() not in TABULAR_SUFFIXES:
        lines = _LINE_END.split(source.read_bytes().decode(errors="replace"))
        return (_lines(lines, _Marker("", marks, worst)),)
    is_workbook = source.suffix.lower() == ".xlsx"
    grids = read_grids(source, encoding)
    sheets = (_sheet(grid, _Marker(grid.name if is_workbook else "", marks, worst)) for grid in grids)
    return tuple(sheet for sheet in sheets if _is_of_interest(sheet))


def shown_places(sheets: Iterable[ReadSheet]) -> Iterator[tuple[Key, str]]:
    """What of the sheets places can refer to: their keys, and an anchor for each."""
    for at, sheet in enumerate(sheets, 1):
        yield (sheet.place, 0, ""), anchor(at)
        for row in sheet.rows:
            yield (sheet.place, row.number, ""), anchor(at, row.number)
            for cell in row.cells:
                yield (sheet.place, row.number, cell.column), anchor(at, row.number, cell.column)


def anchor(sheet: int, row: int = 0, column: str = "") -> str:
    """The name of a place in a page: by the number of the sheet, the row and the column.

    >>> anchor(2, 17, "C"), anchor(2, 17), anchor(2)
    ('sheet-2-C17', 'sheet-2-17', 'sheet-2')
    """
    return f"sheet-{sheet}-{column}{row}" if row else f"sheet-{sheet}"


def _marks(report: Report, file: str) -> _Marks:
    """Sheet, row or line, and column -> the numbers of the findings there."""
    found: dict[Key, list[Number]] = defaultdict(list)
    for number, finding in enumerate(report.findings, 1):
        for place in (place for place in finding.places if Path(place.file).name == file):
            found[key(place)].append(number)
    return found


def key(place: Place) -> Key:
    """What a place is known by within its file: its sheet, its row or line, and its column."""
    return place.sheet, place.row or place.line, place.column


@dataclass(frozen=True)
class _Marker:
    """The marks of one sheet."""

    sheet: str
    marks: _Marks
    worst: Sequence[str]

    def at(self, row: int = 0, column: str = "") -> Mark:
        numbers = tuple(self.marks.get((self.sheet, row, column), ()))
        severities = [self.worst[number - 1] for number in numbers]
        return Mark(numbers, min(severities, key=SEVERITIES.index, default=""))

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(row for sheet, row, _ in self.marks if sheet == self.sheet)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for sheet, _, column in self.marks if sheet == self.sheet)


def _is_of_interest(sheet: ReadSheet) -> bool:
    """Whether anything but headings and notes stands in a sheet, or is said of it."""
    is_ours = fold(sheet.name) in map(fold, (README, TITLE))
    is_filled = len(sheet.rows) > 1 and not is_ours
    return bool(sheet.mark.findings or any(row.is_marked for row in sheet.rows) or is_filled)


def _sheet(grid: Grid, marker: _Marker) -> ReadSheet:
    first = min((row[0].column for row in grid.rows), default=0)
    rows_read = [row for row in grid.rows if not (row[0].column == first and is_note(row[0]))]
    by_number = {row[0].row: row for row in rows_read}
    columns = tuple(_columns(rows_read, marker))
    chosen = _chosen(list(by_number), marker.rows)
    rows = [
        ReadRow(
            number,
            tuple(_cells(by_number[number], columns, marker)),
            marker.at(number),
            gap,
        )
        for number, gap in chosen
    ]
    return ReadSheet(grid.name, marker.sheet, columns, tuple(rows), len(by_number) - len(rows), marker.at())


def _columns(rows: Sequence[tuple[Cell, ...]], marker: _Marker) -> Iterator[str]:
    """The letters of the columns in which something stands below the heading, or is said of them."""
    filled = {cell.column for row in rows[1:] or rows for cell in row}
    for at in sorted({cell.column for row in rows for cell in row}):
        if at in filled or column_letter(at) in marker.columns:
            yield column_letter(at)


def _cells(row: Iterable[Cell], columns: Sequence[str], marker: _Marker) -> Iterator[ReadCell]:
    texts = {column_letter(cell.column): cell for cell in row}
    for letter in columns:
        cell = texts.get(letter)
        number = next(iter(texts.values())).row
        yield ReadCell(letter, _cut(cell.text) if cell else "", marker.at(number, letter))


def _lines(lines: Sequence[str], marker: _Marker) -> ReadSheet:
    numbers = [number for number, line in enumerate(lines, 1) if line.strip() or number in marker.rows]
    rows = [
        ReadRow(number, (ReadCell("", _cut(lines[number - 1]), Mark()),), marker.at(number), gap)
        for number, gap in _chosen(numbers, marker.rows)
    ]
    return ReadSheet("", "", (), tuple(rows), len(numbers) - len(rows))


def _chosen(numbers: Sequence[int], marked: frozenset[int]) -> Iterator[tuple[int, bool]]:
    """The rows to show, in order, and whether rows before them are left out."""
    shown = _around(numbers, marked) if len(numbers) > MOST_ROWS else range(len(numbers))
    before = -1
    for at in shown:
        yield numbers[at], at != before + 1
        before = at


def _around(numbers: Sequence[int], marked: frozenset[int]) -> list[int]:
    """The positions of the heading, of what is marked with what stands around it, then of the first others."""
    wanted = {0: None}
    for at, number in enumerate(numbers):
        if number in marked:
            wanted.update(dict.fromkeys(range(max(at - AROUND, 0), min(at + AROUND + 1, len(numbers)))))
    wanted.update(dict.fromkeys(range(min(MOST_ROWS, len(numbers)))))
    return sorted(list(wanted)[:MOST_ROWS])


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
