"""A report as an .xlsx workbook: the file that was handed in, with the cells to mend marked, and a list of findings."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings
from zipfile import BadZipFile

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular import TABULAR_SUFFIXES, Grid, read_grids
from minegraph.validation.report.marks import mark, write_text
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.overview import write_overview

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LONGEST_TITLE = 31


def marked(outcome: Outcome, source: Path | None, encoding: str | None) -> bytes:
    """The workbook; CheckError when the source cannot be marked. `encoding` is that of a text table not in UTF-8."""
    book = _book(source, encoding)
    places = mark(book, outcome.findings, source)
    write_overview(book, outcome, places)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _book(source: Path | None, encoding: str | None) -> Workbook:
    from openpyxl.workbook import Workbook

    grids = read_grids(source, encoding) if source and source.suffix.lower() in TABULAR_SUFFIXES else ()
    if source and source.suffix.lower() == ".xlsx":
        return _loaded(source)  # only now that it has been read without trusting it
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _copy(grid, book)
    return book


def _loaded(source: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with catch_warnings(action="ignore"):  # openpyxl says what it does not keep, in words for programmers
            return load_workbook(source)
    except (OSError, BadZipFile, InvalidFileException, LookupError, TypeError, ValueError, AttributeError) as error:
        raise CheckError(
            f"{shown(source)}: the workbook cannot be marked ({error}). Ask for the report as html instead."
        ) from error


def _copy(grid: Grid, book: Workbook) -> None:
    """The rows of a file of separated values as a sheet, every cell as text."""
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", grid.name)[:LONGEST_TITLE].strip() or "Data")
    for row in grid.rows:
        for cell in row:
            write_text(sheet.cell(cell.row, cell.column), cell.text)
