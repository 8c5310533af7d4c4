"""Workbooks and separated values, read back as they were written."""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from minegraph.errors import CheckError
from minegraph.tabular import Cell, Grid, column_letter, read_grids
from minegraph.tabular.escapes import guarded, unguarded

TEXT = st.text(
    st.one_of(st.sampled_from("'=+-@\t\r\n,;|\" \u2028\x85_x0"), st.characters(codec="utf-8", exclude_characters="\0"))
)
FILLED = TEXT.filter(lambda text: text.strip() != "")
NUMBERS = st.one_of(st.integers(-(10**15), 10**15), st.floats(-9.9e307, 9.9e307))  # the range of Excel


def workbook(path: Path, *sheets: dict[str, object], options: dict[str, object] | None = None) -> Path:
    """A workbook with sheets S1, S2 ... of values by cell name, written by XlsxWriter."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, **(options or {})})
    for number, cells in enumerate(sheets, 1):
        sheet = book.add_worksheet(f"S{number}")
        for name, value in cells.items():
            sheet.write(name, value)
    book.close()
    return path


def grid(path: Path) -> Grid:
    (only,) = read_grids(path)
    return only


def said(table: Grid) -> list[list[tuple[str, str]]]:
    return [[(cell.text, cell.kind) for cell in row] for row in table.rows]


def texts(table: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def delimited(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@given(TEXT)
def test_every_text_survives_being_guarded(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXT)
def test_guarded_text_never_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).startswith(tuple("=+-@\t\r\n"))


@given(st.integers(1, 300))
def test_columns_are_lettered_as_spreadsheet_programs_do(number: int) -> None:
    assert column_letter(number) == openpyxl.utils.get_column_letter(number)


def test_cells_of_every_kind_are_told_apart(tmp_path: Path) -> None:
    cells = {"A1": "name", "B1": 2999725.0, "C1": 2.4, "D1": True, "A3": "=typed", "B3": 1e-7, "C3": -0.0}
    assert said(grid(workbook(tmp_path / "a.xlsx", cells))) == [
        [("name", "text"), ("2999725", "number"), ("2.4", "number"), ("true", "boolean")],
        [("=typed", "text"), ("0.0000001", "number"), ("0", "number")],
    ]


def test_cells_know_their_row_and_column(tmp_path: Path) -> None:
    assert grid(workbook(tmp_path / "a.xlsx", {"AB17": "x"})).rows == ((Cell(17, 28, "x"),),)


@pytest.mark.parametrize("is_1904", [False, True])
def test_numbers_with_a_date_format_are_dates(tmp_path: Path, is_1904: bool) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": is_1904})
    sheet = book.add_worksheet("S1")
    day, moment, span = (book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "yyyy-mm-dd hh:mm", "[h]:mm"))
    sheet.write_datetime("A1", datetime.datetime(2021, 4, 30), day)
    sheet.write_datetime("B1", datetime.datetime(2021, 4, 30, 9, 30), moment)
    sheet.write_datetime("C1", datetime.datetime(2021, 4, 30), moment)
    sheet.write_number("D1", 0.3125, moment)
    sheet.write_number("E1", 1.5, span)
    sheet.write_number("F1", 1e12, day)
    book.close()
    expected = ["2021-04-30", "2021-04-30T09:30:00", "2021-04-30", "07:30:00", "36:00:00", "#VALUE!"]
    kinds = ["date", "date", "date", "text", "text", "error"]
    assert said(grid(path)) == [list(zip(expected, kinds, strict=True))]


def test_formulas_are_said_and_not_calculated(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S1")
    sheet.write_formula("A1", "=1+1", None, 2)
    sheet.write_array_formula("A2:B3", "{=C1:D2*2}", None, 7)
    sheet.write_dynamic_array_formula("A4:A5", "=UNIQUE(C1:C9)", None, 7)
    book.close()
    array, spilled = ("=C1:D2*2", "formula"), ("=_xlfn.UNIQUE(C1:C9)", "formula")
    assert said(grid(path)) == [[("=1+1", "formula")], [array, array], [array, array], [spilled], [spilled]]


def test_formulas_of_links_and_errors_are_told_apart_from_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["#REF!", "=[1]Other!A1", "text"])
    book.save(path)
    assert said(grid(path)) == [[("#REF!", "error"), ("=[1]Other!A1", "formula"), ("text", "text")]]


def test_formatting_of_parts_of_a_text_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("S1").write_rich_string("A1", "one ", book.add_format({"bold": True}), "two", " three")
    book.close()
    assert texts(grid(path)) == [["one two three"]]


def test_sheets_come_in_the_order_of_the_workbook(tmp_path: Path) -> None:
    tables = read_grids(workbook(tmp_path / "a.xlsx", {"A1": "x"}, {}, {"A1": "y"}))
    assert [(table.name, texts(table)) for table in tables] == [("S1", [["x"]]), ("S2", []), ("S3", [["y"]])]


def test_hidden_sheets_are_left_out_and_named_unless_they_are_our_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name in ("Projects", "_lists", "Old", "Older"):
        book.add_worksheet(name).write("A1", name)
    book.get_worksheet_by_name("_lists").hide()
    book.get_worksheet_by_name("Old").hide()
    book.get_worksheet_by_name("Older").very_hidden()
    book.close()
    notes = ('The hidden sheet "Old" was not read.', 'The hidden sheet "Older" was not read.')
    assert read_grids(path) == (Grid("Projects", ((Cell(1, 1, "Projects"),),), notes=notes),)


def test_merged_cells_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("S1").merge_range("A1:B2", "x")
    book.close()
    assert grid(path).notes == ("Merged cells: A1:B2. Only the first cell of each holds its value.",)


def test_drawings_comments_lists_and_links_do_not_disturb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S1")
    sheet.write_url("A1", "https://example.org/", string="a link")
    sheet.write_comment("A1", "a comment")
    sheet.data_validation("B2:B999", {"validate": "list", "source": ["x", "y"]})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=S1!$B$2:$B$9"})
    sheet.insert_chart("D4", chart)
    sheet.freeze_panes(1, 0)
    book.define_name("Countries", "=S1!$A$1:$A$9")
    second = book.add_chart({"type": "bar"})
    second.add_series({"values": "=S1!$B$2:$B$9"})
    book.add_chartsheet("Chart").set_chart(second)
    book.close()
    assert texts(grid(path)) == [["a link"]]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 40)), st.one_of(FILLED, NUMBERS, st.booleans())))
def test_what_xlsxwriter_writes_reads_back(cells: dict[tuple[int, int], str | float | bool]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(str(Path(folder) / "a.xlsx"), {"strings_to_formulas": False})
        sheet = book.add_worksheet("S1")
        for (row, column), value in cells.items():
            write = sheet.write_boolean if isinstance(value, bool) else sheet.write
            (sheet.write_string if isinstance(value, str) else write)(row, column, value)
        book.close()
        table = grid(Path(folder) / "a.xlsx")
    found = {(cell.row - 1, cell.column - 1): cell for row in table.rows for cell in row}
    assert {position: restored(cell) for position, cell in found.items()} == written(cells)


def restored(cell: Cell) -> str | float | bool:
    if cell.kind == "boolean":
        return cell.text == "true"
    return float(cell.text) if cell.kind == "number" else cell.text


def written(cells: dict[tuple[int, int], str | float | bool]) -> dict[tuple[int, int], str | float | bool]:
    """XlsxWriter keeps 16 digits of a number."""
    return {
        position: value if isinstance(value, str | bool) else float(f"{value:.16G}")
        for position, value in cells.items()
    }


def test_openpyxl_reads_the_same(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"B2": "x", "C2": 4.5, "A5": False, "AA9": "León", "B9": 12})
    cells = openpyxl.load_workbook(path, read_only=True).active.iter_rows()
    theirs = {(cell.row, cell.column): cell.value for row in cells for cell in row if cell.value is not None}
    ours = {(cell.row, cell.column): restored(cell) for row in grid(path).rows for cell in row}
    assert ours == theirs


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(TEXT, min_size=2, max_size=4), max_size=6),
    st.sampled_from([(",", ".csv"), (";", ".csv"), ("\t", ".tsv"), ("|", ".csv")]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)]),
)
def test_separated_values_read_back(
    rows: list[list[str]], form: tuple[str, str], encoding: str, layout: tuple[str, Literal[0, 1]]
) -> None:
    mark, suffix = form
    table = [["id", "name"], *rows]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=mark, lineterminator=layout[0], quoting=layout[1])
    writer.writerows([[guarded(value) for value in row] for row in table])
    with tempfile.TemporaryDirectory() as folder:
        found = grid(delimited(Path(folder) / f"a{suffix}", text.getvalue().encode(encoding)))
    assert [cell for row in found.rows for cell in row] == [
        Cell(number, column, value)
        for number, row in enumerate(table, 1)
        for column, value in enumerate(row, 1)
        if value.strip()
    ]


def test_rows_are_counted_as_records_and_know_their_first_line(tmp_path: Path) -> None:
    table = grid(delimited(tmp_path / "a.csv", 'id,note\n1,"two\nlines"\n\n# kept,x\n2,y\n'))
    assert table.lines == {1: 1, 2: 2, 4: 5, 5: 6}
    assert [row[0].row for row in table.rows] == [1, 2, 4, 5]
    assert texts(table)[1:3] == [["1", "two\nlines"], ["# kept", "x"]]


def test_the_file_name_names_the_table(tmp_path: Path) -> None:
    assert grid(delimited(tmp_path / "project.csv", "id,name\n")).name == "project"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("id;name\n", "Values are separated by semicolons."),
        ("id\tname\n", "Values are separated by tabs."),
        ("id|name\n", "Values are separated by vertical bars."),
        ("id,name\n".encode("utf-16"), "Read as UTF-16, as its first bytes say."),
        ("id,name\n".encode("utf-32"), "Read as UTF-32, as its first bytes say."),
    ],
)
def test_what_is_not_plain_is_noted(tmp_path: Path, data: str | bytes, note: str) -> None:
    table = grid(delimited(tmp_path / "a.csv", data))
    assert (texts(table), table.notes) == ([["id", "name"]], (note,))


@pytest.mark.parametrize("data", [b"id,name\n", b"\xef\xbb\xbfid,name\r\n", b"id,name"])
def test_plain_files_need_no_note(tmp_path: Path, data: bytes) -> None:
    table = grid(delimited(tmp_path / "a.csv", data))
    assert (texts(table), table.notes) == ([["id", "name"]], ())


def test_the_header_decides_what_separates_the_values(tmp_path: Path) -> None:
    data = '# names, codes; in English\n"name, in full";country\nA;ES\n'
    assert texts(grid(delimited(tmp_path / "a.csv", data)))[1:] == [["name, in full", "country"], ["A", "ES"]]


def test_a_header_that_can_be_split_in_two_ways_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"split by commas or by semicolons\. Put the column names .* in quotes"):
        read_grids(delimited(tmp_path / "a.csv", "id;name (first, last)\n"))


def test_the_first_line_may_say_what_separates_the_values(tmp_path: Path) -> None:
    table = grid(delimited(tmp_path / "a.csv", "sep=;\nid;name, in full\n"))
    assert (texts(table), table.lines) == ([["id", "name, in full"]], {1: 2})


def test_odd_line_ends_inside_cells_are_characters(tmp_path: Path) -> None:
    table = grid(delimited(tmp_path / "a.csv", "id,name\n1,a\x85b\u2028c\n"))
    assert texts(table)[1] == ["1", "a\x85b\u2028c"]


def test_an_encoding_that_was_asked_for_is_used_and_noted(tmp_path: Path) -> None:
    (table,) = read_grids(delimited(tmp_path / "a.csv", "id,name\n1,León\n".encode("cp1252")), "windows-1252")
    assert (texts(table)[1], table.notes) == (["1", "León"], ("Read as windows-1252, as asked for.",))
