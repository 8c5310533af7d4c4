"""The first sheet of a marked workbook: the verdict, and every finding with the way to its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minegraph.pages import text_of
from minegraph.places import Place
from minegraph.terms import compress
from minegraph.validation.report.finding import Finding
from minegraph.validation.report.marks import COLOURS, write_text
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.page import cell

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "minegraph report"
COLUMNS = {"severity": 11, "where": 30, "value": 24, "wrong": 46, "to do": 56, "resource": 34, "rule": 32}
MOST_ROWS = 20_000

Found = dict[Place, tuple[str, str]]


def write_overview(book: Workbook, outcome: Outcome, found: Found) -> None:
    """Put the sheet before the others, in place of an earlier one; `found` says which places have a cell to lead to."""
    from openpyxl.styles import Font

    if TITLE in book.sheetnames:
        book.remove(book[TITLE])
    sheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    for text in (outcome.verdict, *outcome.notes):
        write_text(sheet.cell(_next_row(sheet), 1), text)
    sheet["A1"].font = Font(bold=True, size=13)
    if outcome.findings:
        _write_table(sheet, outcome, found)


def _next_row(sheet: Worksheet) -> int:
    return 1 if sheet.cell(1, 1).value is None else int(sheet.max_row) + 1


def _write_table(sheet: Worksheet, outcome: Outcome, found: Found) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    top = _next_row(sheet) + 1
    for at, (name, width) in enumerate(COLUMNS.items(), 1):
        write_text(sheet.cell(top, at), name)
        sheet.cell(top, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"A{top + 1}"
    lines = [(finding, place) for finding in outcome.findings for place in (finding.places or (None,))]
    for row, (finding, place) in enumerate(lines[:MOST_ROWS], top + 1):
        _write_line(sheet, row, finding, place, found)
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A{top}:{last}{top + min(len(lines), MOST_ROWS)}"
    if lines[MOST_ROWS:]:
        write_text(sheet.cell(_next_row(sheet), 1), f"and {len(lines) - MOST_ROWS:,} more")


def _write_line(sheet: Worksheet, row: int, finding: Finding, place: Place | None, found: Found) -> None:
    from openpyxl.styles import Alignment, PatternFill

    texts = (
        finding.severity,
        str(place) if place else "",
        "" if finding.value is None else text_of(cell(finding.value)),
        finding.problem,
        finding.advice,
        _resources(finding),
        compress(finding.constraint),
    )
    for at, text in enumerate(texts, 1):
        write_text(sheet.cell(row, at), text)
        sheet.cell(row, at).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(row, 1).fill = PatternFill("solid", start_color=COLOURS[finding.severity])
    if place and place in found:
        _lead(sheet.cell(row, 2), *found[place])


def _resources(finding: Finding) -> str:
    rest = len(finding.focuses) - 1
    return f"{text_of(cell(finding.focuses[0]))}{f' and {rest:,} more' if rest else ''}"


def _lead(cell: Cell, sheet: str, reference: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{reference}")
    cell.font = Font(color="0563C1", underline="single")
