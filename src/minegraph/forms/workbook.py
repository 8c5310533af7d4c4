"""Templates as Excel workbooks: a sheet a form, with drop-down lists, and one that says how to fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from minegraph.errors import FormatError
from minegraph.forms.form import Column
from minegraph.forms.names import Names
from minegraph.forms.sheet import ID_EXPLANATION, Sheet, choices, wanted
from minegraph.validation.shacl import XSD

LISTS = "_lists"
README = "README"
_FILLABLE = 2_000
_HEIGHTS = (60, 30, 45)  # of the notes, in points: meaning, needed, example
_WIDTH, _WIDE = 22, 34
_LONGEST_MESSAGE = 255
_LONGEST_CELL = 32_767
_NUMERIC = {f"{XSD}decimal", f"{XSD}integer"}
_COLOURS = {"required": "#9C2B00", "recommended": "#1F4E78", "optional": "#595959"}
_GUIDE = (
    "How to fill in this workbook",
    "1. One sheet is one kind of thing, one row is one thing. The first row names the columns; leave it as it is.",
    "2. Rows whose first cell begins with # are notes (meaning, needed, example) and are not read.",
    "3. Red headings are required, blue ones recommended, grey ones optional.",
    "4. Cells with a list offer what the graph knows. You may also write a name in another language, a code or an IRI.",
    "5. Several values stand in one cell with | between them: Cobalt | Copper.",
    "6. A name or note in another language than English ends with the language: Lappi @fi.",
    "7. Dates: 2021-04-30, or only 2021-04 or 2021. Numbers: 2999725.00, without blanks or symbols. No formulas.",
    "8. Every row needs a source: the web address where it is stated. Describe organisations, never persons.",
    "9. To add to something that the graph has, write its id; for something new the id may stay empty.",
    "10. Check it on the page /submit where the graph is served, or with: minegraph validate FILE.xlsx",
    "11. Hand it in there, or with: minegraph submit FILE.xlsx --by ORGANISATION --licence CC-BY-4.0",
)


def template_workbook(sheets: Sequence[Sheet], others: Sequence[str], names: Names) -> bytes:
    """The workbook; `others` are the names of the forms that it does not hold."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "minegraph template"})
    writer = _Writer(book, names)
    writer.readme(sheets, others)
    for sheet in sheets:
        writer.sheet(sheet)
    writer.finish()
    book.close()
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, names: Names) -> None:
        self._book, self._names = book, names
        self._ranges: dict[tuple[str, ...], str] = {}
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._note = book.add_format(
            {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self._note.set_align("top")
        self._text = book.add_format({"num_format": "@"})
        self._number = book.add_format({"num_format": "0.############"})
        self._headings = {
            needed: book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": colour, "border": 1})
            for needed, colour in _COLOURS.items()
        }
        self._lists: list[tuple[str, ...]] = []

    def readme(self, sheets: Sequence[Sheet], others: Sequence[str]) -> None:
        page = self._book.add_worksheet(README)
        page.set_column(0, 0, 120, self._wrapped)
        page.write_string(0, 0, _GUIDE[0], self._title)
        about = [f"{sheet.form.name}: {_required(sheet)}." for sheet in sheets]
        more = [f"More sheets on request, by name (minegraph template NAME): {', '.join(others)}."] if others else []
        for at, line in enumerate([*_GUIDE[1:], "", "The sheets, and what each row of them must have:", *about, *more]):
            page.write_string(at + 1, 0, line, self._wrapped)

    def sheet(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.form.name)
        lines = list(sheet.lines())
        notes = len(lines) - len(sheet.rows)
        page.freeze_panes(notes + 1, 1)
        self._heading(page, 0, "id", "optional", ID_EXPLANATION)
        for at, column in enumerate(sheet.form.columns, start=1):
            self._heading(page, at, column.header, column.needed, column.explanation)
            self._offer(page, at, column, first=notes + 1)
        columns: list[Column | None] = [None, *sheet.form.columns]
        for row, height in enumerate(_HEIGHTS[:notes], start=1):
            page.set_row(row, height)
        for row, line in enumerate(lines, start=1):
            for place, (text, filled) in enumerate(zip(line, columns, strict=True)):
                if len(text) > _LONGEST_CELL:
                    raise FormatError(_about_length(line[0], filled))
                self._cell(page, row, place, text, filled, is_note=row <= notes)

    def _heading(self, page: Worksheet, at: int, header: str, needed: str, explained: str) -> None:
        page.set_column(at, at, _WIDE if at == 1 else _WIDTH, self._text)
        page.write_string(0, at, header, self._headings[needed])
        page.write_comment(0, at, explained, {"x_scale": 2})

    def _cell(self, page: Worksheet, row: int, at: int, text: str, column: Column | None, *, is_note: bool) -> None:
        style = self._note if is_note else None
        if not text:
            if is_note:
                page.write_blank(row, at, None, style)
        elif column and _is_number(text, column):
            page.write_number(row, at, float(text), style or self._number)
        else:
            page.write_string(row, at, text, style or self._text)

    def _offer(self, page: Worksheet, at: int, column: Column, first: int) -> None:
        """Set up the cells to be filled in: numbers as such, all else as text, with a list to choose from."""
        if set(column.values.datatypes) & _NUMERIC and len(column.values.datatypes) == 1:
            page.set_column(at, at, _WIDTH, self._number)
        listed = choices(column, self._names)
        message = f"{wanted(column)}. {column.explanation}"[:_LONGEST_MESSAGE]
        shown = {"input_title": column.header[:32], "input_message": message}
        if not listed:
            page.data_validation(first, at, first + _FILLABLE, at, {"validate": "any", **shown})
            return
        strict = {"error_type": "warning", "error_title": "Not in the list", "show_error": column.single}
        source = {"validate": "list", "source": self._range(tuple(listed))}
        page.data_validation(first, at, first + _FILLABLE, at, {**source, **shown, **strict})

    def _range(self, listed: tuple[str, ...]) -> str:
        if listed not in self._ranges:
            letter = xl_col_to_name(len(self._lists))
            self._ranges[listed] = f"='{LISTS}'!${letter}$1:${letter}${len(listed)}"
            self._lists.append(listed)
        return self._ranges[listed]

    def finish(self) -> None:
        if self._lists:
            page = self._book.add_worksheet(LISTS)
            for at, listed in enumerate(self._lists):
                for row, text in enumerate(listed):
                    page.write_string(row, at, text)
            page.very_hidden()
        self._book.worksheets()[0].activate()


def _required(sheet: Sheet) -> str:
    return ", ".join(column.header for column in sheet.form.columns if column.needed == "required")


def _about_length(thing: str, column: Column | None) -> str:
    where = f'"{thing}", column {column.header if column else "id"}'
    return f"{where}: longer than the {_LONGEST_CELL:,} characters that a cell of Excel can hold. Ask for CSV instead."


def _is_number(text: str, column: Column) -> bool:
    """A number that a spreadsheet program gives back as it was written."""
    if not column.values.datatypes or set(column.values.datatypes) - _NUMERIC:
        return False
    try:
        number = float(text)
    except ValueError:
        return False
    return text in (repr(number), str(int(number)) if number.is_integer() else "") and abs(number) < 1e15  # noqa: PLR2004
