"""Rows as an Excel file: numbers as numbers, dates as dates, addresses to click, and nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pyoxigraph as ox
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from minegraph.errors import FormatError
from minegraph.pages import Link
from minegraph.store import Term
from minegraph.tabular.escapes import guarded
from minegraph.values import value

Content = str | int | float | bool | date | datetime | Link | None

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
MOST_LINKS = 65_530
LONGEST_TEXT = 32_767
LONGEST_LINK = 2_000
WHOLE_NUMBERS = 10**15
_FIRST_YEAR = 1900
_WIDTHS = (10, 60)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, the names of the columns, and the rows below.

    Columns are as wide as their names, or as many letters as `widths` gives for the name.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Content]]
    widths: Mapping[str, int] = field(default_factory=dict)


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[Content]], title: str = "Rows") -> bytes:
    """A workbook of one sheet: the columns' names, frozen and with filters, and the rows below.

    Whole numbers that a spreadsheet program would round stay text. Raises FormatError, naming the cell, for what does
    not fit into a sheet: nothing is ever left out.
    """
    return workbook([Sheet(title, columns, rows)], title)


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """A workbook of several sheets, each as `spreadsheet` writes one."""
    for sheet in sheets:
        if len(sheet.columns) > MOST_COLUMNS:
            raise FormatError(f"{len(sheet.columns):,} columns do not fit into a sheet of Excel. Ask for CSV instead.")
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        for sheet in sheets:
            _Sheet(book, sheet).fill(sheet.rows)
    return buffer.getvalue()


def write_stored(book: bytes, path: Path) -> None:
    """Write a workbook to a file uncompressed and without dates: its bytes depend on no version of a compressor."""
    with ZipFile(BytesIO(book)) as packed, ZipFile(path, "w", ZIP_STORED) as unpacked:
        for name in packed.namelist():
            member = ZipInfo(name, _EPOCH)
            member.create_system, member.external_attr = _UNIX, _READABLE
            member.file_size = packed.getinfo(name).file_size
            with packed.open(name) as inside, unpacked.open(member, "w") as outside:
                copyfileobj(inside, outside)


def content(term: Term | None) -> Content:
    """A term of RDF as a cell holds it: an address for an IRI, the text for a number that a cell has no room for.

    >>> content(ox.Literal("0.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))
    0.5
    """
    if isinstance(term, ox.NamedNode):
        return Link(term.value, term.value)
    read = value(term)
    is_held = not isinstance(read, float) or abs(read) < WHOLE_NUMBERS
    return read if is_held or not isinstance(term, ox.Literal) else term.value


class _Sheet:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self.columns = sheet.columns
        self.links = 0
        self.page: Worksheet = book.add_worksheet(_sheet_name(sheet.title))
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._link = book.get_default_url_format()
        self._quoted = book.add_format({"quote_prefix": True})
        self._dates = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self.page.freeze_panes(1, 0)
        for at, name in enumerate(sheet.columns):
            self.page.set_column(at, at, sheet.widths.get(name) or min(max(len(name) + 4, _WIDTHS[0]), _WIDTHS[1]))
            self.page.write_string(0, at, name, self._bold)

    def fill(self, rows: Iterable[Sequence[Content]]) -> None:
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise FormatError(f"More than {MOST_ROWS:,} rows do not fit into a sheet. Ask for CSV instead.")
            for at, held in enumerate(row):
                self._cell(count, at, held)
        self.page.autofilter(0, 0, count, max(len(self.columns) - 1, 0))

    def _cell(self, row: int, at: int, held: Content) -> None:
        match held:
            case None | "":
                return
            case bool():
                self.page.write_boolean(row, at, held)
            case int() | float() if abs(held) < WHOLE_NUMBERS:
                self.page.write_number(row, at, held)
            case date() if held.year >= _FIRST_YEAR and getattr(held, "tzinfo", None) is None:
                self.page.write_datetime(row, at, held, self._dates[type(held)])
            case Link():
                self._address(row, at, held)
            case _:
                self._text(row, at, held.isoformat() if isinstance(held, date) else str(held))

    def _address(self, row: int, at: int, link: Link) -> None:
        """An address that opens when it is clicked, as long as the sheet may have more of them; else its text."""
        is_web = link.href.startswith(("https://", "http://")) and len(link.href) <= LONGEST_LINK
        if not is_web or self.links >= MOST_LINKS:
            self._text(row, at, link.text)
            return
        self.links += 1
        self.page.write_url(row, at, link.href, self._link, link.text)

    def _text(self, row: int, at: int, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            where = f"row {row + 1}, column {self.columns[at]}"
            raise FormatError(f"{where}: longer than the {LONGEST_TEXT:,} characters of a cell. Ask for CSV instead.")
        style: Format | None = self._quoted if guarded(text) != text else None
        self.page.write_string(row, at, text, style)


def _sheet_name(title: str) -> str:
    """The title without what the name of a sheet may not have."""
    kept = "".join(" " if character in "[]:*?/\\" else character for character in title)
    return kept[:31].strip().strip("'") or "Rows"
