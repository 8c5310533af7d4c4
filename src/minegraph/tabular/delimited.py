"""Text files of separated values, read without guessing silently."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.encodings import decoded
from minegraph.tabular.escapes import unguarded
from minegraph.tabular.grid import Cell, Grid, column_letter
from minegraph.tabular.limits import CELL_CHARACTERS, CELLS, COLUMNS, ROWS
from minegraph.tabular.lines import line_after, lines
from minegraph.tabular.separators import HINT, NAMES, separator
from minegraph.tabular.source import read_source, real_kind

_ROW_CHARACTERS = 1_000_000
_VALUES = 20 * CELLS
_ODD_LINE_ENDS = {"\x85": "NEL (U+0085)", "\u2028": "line separators (U+2028)", "\u2029": "paragraph marks (U+2029)"}


def read_delimited(path: Path, encoding: str | None = None) -> Grid:
    """The table of a .csv or .tsv file; its name is the file's without the ending.

    Separated by , ; tab or |, with notes when it is not commas or not UTF-8. Text that was guarded against being run
    as a formula is restored. Raises CheckError with the line for everything that cannot be read with certainty.
    """
    data = read_source(path)
    if kind := real_kind(data):
        raise CheckError(
            f'{shown(path)}: is really {kind}. Save the table as "CSV UTF-8", or hand in the .xlsx itself.'
        )
    text, notes = decoded(data, path, encoding)
    _require_text(text, path)
    mark = separator(text, path)
    said = () if mark == "," or path.suffix.lower() == ".tsv" else (f"Values are separated by {NAMES[mark]}s.",)
    rows = dict(_rows(text, mark, path))
    cells = tuple(row for _, row in rows.values())
    starts = {number: start for number, (start, _) in rows.items()}
    return Grid(path.stem, cells, starts, (*notes, *said), mark)


def _require_text(text: str, path: Path) -> None:
    if not text.strip():
        raise CheckError(f"{shown(path)}: is empty. Put the column names in the first row and the data below.")
    if bad := re.search("[\0\ud800-\udfff]", text):
        line = line_after(text[: bad.start()])
        problem = f"holds the character U+{ord(bad[0]):04X}, which is not text"
        raise CheckError(f"{shown(path)}:{line}: {problem}. Delete it, or type the cell again.")
    odd = next((name for end, name in _ODD_LINE_ENDS.items() if end in text), None)
    if odd and not re.search(r"[\r\n]", text.rstrip("\r\n")):
        raise CheckError(f"{shown(path)}: its lines end with {odd}. Save it with ordinary line ends (LF or CRLF).")


def _rows(text: str, mark: str, path: Path) -> Iterator[tuple[int, tuple[int, tuple[Cell, ...]]]]:
    """Number, first line and cells of every row that is not empty."""
    room, total = _VALUES, 0
    for number, (start, record) in enumerate(_records(text, mark, path), 1):
        where = f"{shown(path)}:{start}"
        room -= len(record)
        if number > ROWS or room < 0:
            raise CheckError(f"{where}: more than the {_most(room)} that can be read. Delete empty ones, or split it.")
        filled = [
            (column, text) for column, value in enumerate(record, 1) if value and (text := unguarded(value)).strip()
        ]
        if filled:
            total += len(filled)
            _require_moderate(number, filled, total, where)
            yield number, (start, tuple(Cell(number, column, text) for column, text in filled))


def _most(room: int) -> str:
    return f"{_VALUES:,} values, filled or empty," if room < 0 else f"{ROWS:,} rows"


def _require_moderate(row: int, filled: list[tuple[int, str]], total: int, where: str) -> None:
    last = filled[-1][0]
    if last > COLUMNS:
        raise CheckError(f"{where}: row {row} reaches column {column_letter(last)}. At most {COLUMNS} can be read.")
    if total > CELLS:
        raise CheckError(f"{where}: row {row} exceeds {CELLS:,} filled cells. Split the file.")
    if long := next((column for column, value in filled if len(value) > CELL_CHARACTERS), None):
        problem = f"row {row}, column {column_letter(long)} holds more than {CELL_CHARACTERS:,} characters"
        raise CheckError(f"{where}: {problem}. Shorten it.")


def _records(text: str, mark: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """First line and values of every row, blank ones too. A row is one record, however many lines it spans."""
    source = _Lines(text, path)
    reader = csv.reader(source, delimiter=mark, strict=True)
    try:
        for record in reader:
            yield source.start, record
            source.start, source.room = source.line + 1, _ROW_CHARACTERS
    except csv.Error as error:
        raise CheckError(_about_quotes(text, source, path, str(error))) from error


class _Lines:
    """The lines of a file for the csv module, counted, and stopped where one row never ends."""

    def __init__(self, text: str, path: Path) -> None:
        first = next(lines(text))
        skipped = 1 if HINT.match(first) else 0
        self._lines = lines(text[len(first) :] if skipped else text)
        self.path, self.line, self.start, self.room = path, skipped, skipped + 1, _ROW_CHARACTERS

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.line += 1
        self.room -= len(line)
        if self.room < 0:
            problem = f"the row that begins here is longer than {_ROW_CHARACTERS:,} characters"
            raise CheckError(f"{shown(self.path)}:{self.start}: {problem}. Shorten it, or close an open quote.")
        return line


def _about_quotes(text: str, source: _Lines, path: Path, error: str) -> str:
    if "field larger" in error:  # by the csv module's own limit, twice ours, which is global and left alone
        problem = f"a cell of the row that begins here holds more than {CELL_CHARACTERS:,} characters"
        return f"{shown(path)}:{source.start}: {problem}. Shorten it, or close an open quote."
    if "unexpected end" in error:
        line = _opening(text, source.start)
        return f'{shown(path)}:{line}: a quote opens here and is never closed. Close it; inside a cell write "".'
    problem = f"the quotes of the row that begins here do not match (line {source.line})"
    return f'{shown(path)}:{source.start}: {problem}. Close each quoted cell; inside one write "" for a quote.'


def _opening(text: str, start: int) -> int:
    """The line of a quote that is never closed: the last before which every quote since `start` was closed."""
    is_open, opening = False, start
    for number, line in enumerate(lines(text), 1):
        if number >= start and line.count('"') % 2:
            is_open = not is_open
            opening = number if is_open else opening
    return opening
