"""A file beside the report on it: which rows are shown, and what is marked in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from openpyxl.workbook import Workbook

from minegraph.places import Place
from minegraph.submission.beside import MOST_ROWS, Mark, beside
from minegraph.validation import Report, Result
from test_report_findings import ROLE


def result(place: Place, severity: str = "Violation") -> Result:
    return replace(ROLE, focus=ox.NamedNode("urn:p"), severity=severity, message=f"at {place}", places=(place,))


def report(*results: Result) -> Report:
    return Report.of(results, "minegraph")


def table(folder: Path, rows: int = 1) -> Path:
    path = folder / "partners.csv"
    path.write_text("project,role\n#note,\n" + "".join(f"P{at},boss\n" for at in range(rows)))
    return path


def test_cell_is_marked_with_the_number_of_its_finding(tmp_path: Path) -> None:
    path = table(tmp_path)
    (sheet,) = beside(report(result(Place("partners.csv", row=3, column="B", line=3))), path)
    assert [[(cell.text, cell.mark) for cell in row.cells] for row in sheet.rows] == [
        [("project", Mark()), ("role", Mark())],
        [("P0", Mark()), ("boss", Mark((1,), "Violation"))],
    ]
    assert [row.number for row in sheet.rows] == [1, 3]


def test_worst_of_several_findings_gives_the_mark(tmp_path: Path) -> None:
    place = Place("partners.csv", row=3, column="B")
    (sheet,) = beside(report(result(place, "Info"), result(place, "Warning")), table(tmp_path))
    assert sheet.rows[1].cells[1].mark == Mark((1, 2), "Warning")


def test_finding_about_a_row_marks_the_row(tmp_path: Path) -> None:
    (sheet,) = beside(report(result(Place("partners.csv", row=3))), table(tmp_path))
    assert sheet.rows[1].mark == Mark((1,), "Violation")


def test_long_table_shows_what_is_marked(tmp_path: Path) -> None:
    (sheet,) = beside(report(result(Place("partners.csv", row=900, column="B"))), table(tmp_path, 1000))
    assert (len(sheet.rows), sheet.left_out) == (MOST_ROWS, 1001 - MOST_ROWS)
    assert [row.number for row in sheet.rows][-5:] == [898, 899, 900, 901, 902]
    assert [row.number for row in sheet.rows if row.after_gap] == [898]


def test_only_the_sheets_that_were_filled_in_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "README"
    for name, rows in {"Projects": [["name"], ["#note"]], "Sites": [["name"], ["Kemi"]], "Extra": [["x"]]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for row in (["How to"], ["fill"], ["in"]):
        book["README"].append(row)
    path = tmp_path / "partners.xlsx"
    book.save(path)
    sheets = beside(report(result(Place("partners.xlsx", sheet="Extra"))), path)
    assert [(sheet.name, sheet.mark.severity) for sheet in sheets] == [("Sites", ""), ("Extra", "Violation")]


def test_columns_that_were_not_filled_in_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text("project,role,note,money\nP0,,,\n")
    (sheet,) = beside(report(result(Place("partners.csv", row=2, column="B"))), path)
    assert sheet.columns == ("A", "B")


def test_lines_of_a_text_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"<urn:a>\r\n\r\n<urn:p>\r1 .\n")
    (sheet,) = beside(report(result(Place("a.ttl", line=3))), path)
    assert [(row.number, row.cells[0].text, row.mark.findings) for row in sheet.rows] == [
        (1, "<urn:a>", ()),
        (3, "<urn:p>", (1,)),
        (4, "1 .", ()),
    ]
    assert sheet.is_text
