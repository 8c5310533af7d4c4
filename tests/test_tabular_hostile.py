"""Tables made by accident or by malice: one clear sentence each, soon and in little memory."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minegraph.errors import CheckError
from minegraph.tabular import read_grids
from minegraph.tabular.workbook import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"

Parts = dict[str, str | bytes]


def element(name: str, inside: str, namespace: str = MAIN) -> str:
    return f'<{name} xmlns="{namespace}" xmlns:r="{OFFICE}">{inside}</{name}>'


def sheet(rows: str, after: str = "") -> str:
    return element("worksheet", f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{after}')


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def parts(rows: str = "", **others: str | bytes) -> Parts:
    """The parts of a workbook with one sheet S, by hand."""
    return {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": element("workbook", '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "/xl/sharedStrings.xml"), ("styles", "styles.xml")
        ),
        SHEET: sheet(rows),
        STRINGS: element("sst", ""),
        STYLES: element("styleSheet", ""),
        **others,
    }


def packed(content: Parts, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return data.getvalue()


def with_parts(rows: str = "", replaced: Parts | None = None, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed({**parts(rows), **(replaced or {})}, packing)


def unpacked(rows: str = "", replaced: Parts | None = None) -> bytes:
    """The same, too large to be taken for a zip bomb."""
    return with_parts(rows, replaced, zipfile.ZIP_STORED)


def refusal(path: Path, data: bytes | str, encoding: str | None = None) -> str:
    """What is said of a file, after its name."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(CheckError) as refused:
        read_grids(path, encoding)
    message = str(refused.value)
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def read(path: Path, data: bytes) -> list[list[tuple[str, str]]]:
    path.write_bytes(data)
    return [[(cell.text, cell.kind) for cell in row] for row in read_workbook(path)[0].rows]


def test_a_claim_of_a_million_columns_is_not_believed(tmp_path: Path) -> None:
    data = with_parts("<row><c><v>1</v></c></row>")
    assert len(data) < 3000
    assert read(tmp_path / "a.xlsx", data) == [[("1", "number")]]


@pytest.mark.parametrize("name", ["XFD1048576", "A100001", "KO1"])
def test_a_filled_cell_far_away_is_named(tmp_path: Path, name: str) -> None:
    row = re.sub("[A-Z]", "", name)
    said = refusal(tmp_path / "a.xlsx", with_parts(f'<row r="{row}"><c r="{name}"><v>1</v></c></row>'))
    assert said == (
        f': sheet "S", cell {name} lies beyond the 100,000 rows and 300 columns (to KN) that can be read. '
        "Delete it, or split the table."
    )


def test_an_empty_cell_far_away_does_not_matter(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(tmp_path / "a.xlsx", with_parts(rows)) == [[("1", "number")]]


def test_rows_and_cells_out_of_order_are_all_read(tmp_path: Path) -> None:
    rows = '<row r="5"><c r="B5"><v>2</v></c><c r="A5"><v>1</v></c></row><row r="3"><c r="A3"><v>0</v></c></row>'
    assert read(tmp_path / "a.xlsx", with_parts(rows)) == [[("0", "number")], [("1", "number"), ("2", "number")]]


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path / "a.xlsx", with_parts('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    assert said.startswith(': sheet "S": damaged: the cell A1 stands in it twice. Open it in a spreadsheet program')


def test_formulas_that_are_filled_down_or_calculated_by_tables_are_formulas(tmp_path: Path) -> None:
    rows = (
        '<row><c><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c></row>'
        '<row><c><f t="shared" si="0"/><v>4</v></c></row>'
        '<row><c><f t="dataTable" ref="A3:A4" r1="B1"/><v>4</v></c></row><row><c><v>8</v></c></row>'
    )
    assert read(tmp_path / "a.xlsx", with_parts(rows)) == [
        [("=B1*2", "formula")],
        [("=B1*2", "formula")],
        [("=", "formula")],
        [("=", "formula")],
    ]


def test_escapes_of_characters_are_decoded_once(tmp_path: Path) -> None:
    cells = "".join(map(inline, ["a_x000A_b", "_x005F_x000A_", "_xD83D__xDE00_", "x005F_", "&#65;&lt;"]))
    found = read(tmp_path / "a.xlsx", with_parts(f"<row>{cells}</row>"))
    assert [text for text, _ in found[0]] == ["a\nb", "_x000A_", "\N{GRINNING FACE}", "x005F_", "A<"]


@pytest.mark.parametrize(
    ("escape", "name"), [("_x0000_", "U+0000"), ("_xD800_", "U+D800"), ("_xDE00__xD83D_", "U+DE00")]
)
def test_characters_that_are_no_text_are_refused_in_workbooks(tmp_path: Path, escape: str, name: str) -> None:
    said = refusal(tmp_path / "a.xlsx", with_parts(f'<row><c r="A1"><v>1</v></c>{inline(escape)}</row>'))
    assert said == f': sheet "S", cell B1 holds the character {name}, which is not text. Type the cell again.'


def test_the_strict_form_and_guides_of_pronunciation_are_read(tmp_path: Path) -> None:
    rows = '<row><c t="d"><v>2021-04-30</v></c><c t="s"><v>0</v></c></row>'
    data = with_parts(
        "",
        {
            SHEET: element("worksheet", f"<sheetData>{rows}</sheetData>", STRICT),
            STRINGS: element("sst", "<si><r><t>a</t></r><r><t xml:space='preserve'> b</t></r><rPh><t>c</t></rPh></si>"),
        },
    )
    assert read(tmp_path / "a.xlsx", data) == [[("2021-04-30", "date"), ("a b", "text")]]


def test_a_part_in_utf_16_is_read(tmp_path: Path) -> None:
    data = with_parts("", {SHEET: sheet(f"<row>{inline('León')}</row>").encode("utf-16")})
    assert read(tmp_path / "a.xlsx", data) == [[("León", "text")]]


DAMAGED: dict[str, tuple[bytes, str]] = {
    "no sheet part": (packed({k: v for k, v in parts().items() if k != SHEET}), f"the part {SHEET} is missing"),
    "cut off in XML": (with_parts("", {SHEET: "<worksheet>"}), "line 1: no element found"),
    "NUL in XML": (with_parts(inline("\0")), "not well-formed (invalid token)"),
    "a surrogate": (with_parts("", {SHEET: b"<a>\xed\xa0\x80</a>"}), "not well-formed (invalid token)"),
    "a reference to NUL": (with_parts(inline("&#0;")), "reference to invalid character number"),
    "an unknown entity": (with_parts(inline("&eacute;")), "undefined entity"),
    "a foreign encoding": (
        with_parts("", {SHEET: '<?xml version="1.0" encoding="rot13"?><a>\xe9</a>'.encode("latin-1")}),
        "not well-formed",
    ),
    "text that is not there": (
        with_parts('<row><c t="s"><v>7</v></c></row>'),
        "the cell A1 holds '7', which is no value",
    ),
    "no number": (with_parts("<row><c><v>1_000</v></c></row>"), "the cell A1 holds '1_000', which is no value"),
    "an endless number": (with_parts("<row><c><v>1e999</v></c></row>"), "the cell A1 holds '1e999', which is no value"),
    "no date": (with_parts('<row><c t="d"><v>2021-02-30</v></c></row>'), "the cell A1 holds '2021-02-30'"),
    "no place": (with_parts('<row><c r="1A"><v>1</v></c></row>'), "a cell has the place '1A'"),
    "no row": (with_parts('<row r="-1"><c><v>1</v></c></row>'), "'-1' stands where a number should be"),
    "deep": (with_parts("<a>" * 200 + "</a>" * 200), "nested more than 128 levels deep"),
    "very deep": (with_parts("<a>" * 100_000 + "</a>" * 100_000), "nested more than 128 levels deep"),
    "deep in a drawing": (
        with_parts("", {"xl/drawings/d.vml": "<a>" * 200 + "</a>" * 200}),
        "xl/drawings/d.vml is nested more than 128 levels deep",
    ),
    "a sheet listed twice": (
        with_parts(
            "",
            {
                "xl/workbook.xml": element(
                    "workbook", '<sheets><sheet name="S" r:id="r1"/><sheet name="T" r:id="r1"/></sheets>'
                )
            },
        ),
        f"the part {SHEET} is used twice",
    ),
    "a sheet name that turns text around": (
        with_parts("", {"xl/workbook.xml": element("workbook", '<sheets><sheet name="a\u202eb"/></sheets>')}),
        "a sheet has a name that cannot be shown",
    ),
    "sheets of one name": (
        with_parts("", {"xl/workbook.xml": element("workbook", '<sheets><sheet name="S"/><sheet name="s"/></sheets>')}),
        "two sheets have the same name",
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_workbooks_say_what_is_damaged(tmp_path: Path, case: str) -> None:
    data, problem = DAMAGED[case]
    said = refusal(tmp_path / "a.xlsx", data)
    assert "damaged: " in said
    assert problem in said
    assert said.endswith("Open it in a spreadsheet program and save it as a new .xlsx.")


OTHER_FILES: dict[str, tuple[bytes, str]] = {
    "html": (b"\n<!DOCTYPE html><table>", "is really a web page, not a workbook. Open it in a spreadsheet program"),
    "csv": (b"id,name\n", "is really a text file, not a workbook."),
    "pdf": (b"%PDF-1.7", "is really a PDF, not a workbook."),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "an old Excel file (.xls). Save it as an Excel workbook"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password. Save it without one.",
    ),
    "macros": (with_parts("", {"xl/vbaProject.bin": b"x"}), "holds macros, which are never run. Save it as"),
    "xlsb": (packed({"xl/workbook.bin": b"x"}), "a binary workbook (.xlsb). Save it as"),
    "ods": (packed({"content.xml": "<a/>"}), "an OpenDocument file (.ods). Save it as"),
    "docx": (packed({"word/document.xml": "<a/>"}), "a Word document. Copy its table to"),
    "cut off": (with_parts()[:-30], "damaged or cut off, not a whole zip file. Save or send it again."),
    "a zip": (packed({"a.txt": "x"}), "damaged: the part xl/workbook.xml is missing."),
    "hidden": (
        with_parts(
            "", {"xl/workbook.xml": element("workbook", '<sheets><sheet name="S" r:id="r1" state="hidden"/></sheets>')}
        ),
        "has no visible sheet. Show the sheet with the data.",
    ),
    "empty": (b"", "is empty. Put the column names in the first row"),
}


@pytest.mark.parametrize("case", OTHER_FILES)
def test_files_that_are_no_workbooks_say_what_they_are(tmp_path: Path, case: str) -> None:
    data, problem = OTHER_FILES[case]
    assert problem in refusal(tmp_path / "a.xlsx", data)


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".xlsb", ".ods"])
def test_other_spreadsheets_say_what_to_save_them_as(tmp_path: Path, suffix: str) -> None:
    said = refusal(tmp_path / f"a{suffix}", "x")
    assert said == f": spreadsheets are read from .xlsx, not {suffix}. Save it as an Excel workbook (.xlsx)."


def test_a_doctype_is_refused_in_any_part(tmp_path: Path) -> None:
    for name in (SHEET, STRINGS, "xl/workbook.xml", "docProps/core.xml"):
        said = refusal(tmp_path / "a.xlsx", with_parts("", {name: "<!DOCTYPE a><a/>"}))
        assert said.startswith(f": the part {name.lower()} holds a DOCTYPE, which no spreadsheet program writes.")


def test_encrypted_members_overlaps_and_twins_are_refused(tmp_path: Path) -> None:
    assert "protected by a password" in refusal(tmp_path / "a.xlsx", changed(with_parts(), encrypt))
    assert "parts of it overlap (a zip bomb)" in refusal(tmp_path / "a.xlsx", changed(with_parts(), overlap))
    twins = packed({**parts(), "xl/STYLES.xml": "<a/>"})
    assert "holds two parts of the same name" in refusal(tmp_path / "a.xlsx", twins)


def changed(data: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """A zip file with every entry of its directory changed."""
    changing = bytearray(data)
    for entry in re.finditer(b"PK\x01\x02", data):
        change(changing, entry.start())
    return bytes(changing)


def encrypt(data: bytearray, entry: int) -> None:
    data[entry + 8] |= 1


def overlap(data: bytearray, entry: int) -> None:
    data[entry + 42 : entry + 46] = bytes(4)


def understate(data: bytearray, entry: int) -> None:
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path / "a.xlsx", changed(with_parts(), understate))
    assert "cannot be unpacked. Open it" in said


def bombs() -> dict[str, tuple[bytes, str]]:
    """Small files that would become large, with what is said of them."""
    zeros: Parts = {"xl/media/image1.png": bytes(90_000_000)}
    many = {f"xl/media/{number}.png": bytes(900_000) for number in range(120)}
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>'
    texts = element("sst", f"<si><t>{'é' * 60_000}</t></si>")
    shared = "<row>" + '<c t="s"><v>0</v></c>' * 300 + "</row>"
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{"[" * 60_000}"/>' for n in range(200, 215))
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 215))
    areas = '<row r="900">' + '<c><f t="array" ref="A1:KN99999">1</f></c>' * 51 + "</row>"
    return {
        "one large part": (with_parts("", zeros), "a zip bomb"),
        "many large parts": (with_parts("", dict(many)), "a zip bomb"),
        "many parts": (with_parts("", {f"xl/media/{n}": b"" for n in range(2_001)}), "more than 2,000 parts"),
        "entities": (with_parts("", {SHEET: f"{doctype}<a>{'&l12;' * 1000}</a>"}), "holds a DOCTYPE"),
        "elements": (unpacked("", {SHEET: "<a>" + "<x/>" * 2_000_000 + "</a>"}), "more than a table needs"),
        "attributes": (
            unpacked("<row " + " ".join(f'a{n}=""' for n in range(9_000)) + "/>"),
            "more than a table needs",
        ),
        "one tag": (unpacked(f'<row a="{"a" * 5_000_000}"/>'), "has a tag or text of 2,000,000 bytes"),
        "shared text": (with_parts(shared * 4, {STRINGS: texts}), "50,000,000 characters. Split the workbook."),
        "cells": (unpacked(("<row>" + "<c><v>1</v></c>" * 300 + "</row>") * 700), "exceeds 200,000 filled cells"),
        "rows": (unpacked("<row><c><v>1</v></c></row>" * 100_001), "cell A100001 lies beyond"),
        "long text": (with_parts(f"<row>{inline('a' * 70_000)}</row>"), "cell A1 holds more than 65,536 characters"),
        "array formulas": (unpacked(areas), "more than 50 array formulas"),
        "number formats": (
            unpacked(
                "<row>" + "".join(f'<c s="{n}"><v>x</v></c>' for n in range(15)) + "</row>",
                {STYLES: element("styleSheet", f"<numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs>")},
            ),
            "the cell A1 holds 'x'",
        ),
    }


IN_ONE_GIGABYTE = """
import resource, sys
from pathlib import Path
from minegraph.errors import CheckError
from minegraph.tabular import read_grids
resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
for path in map(Path, sys.argv[1:]):
    try:
        print(path.stem, "was read:", read_grids(path))
    except CheckError as error:
        print(error)
"""


def said_in_one_gigabyte(paths: list[Path]) -> list[str]:
    """What is said of files, line by line, by a process that may use one gigabyte."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", IN_ONE_GIGABYTE, *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=100)
    return run.stdout.splitlines()


def test_bombs_are_refused_in_one_gigabyte(tmp_path: Path) -> None:
    cases = bombs()
    paths = [tmp_path / f"{name}.xlsx" for name in cases]
    for path, (data, _) in zip(paths, cases.values(), strict=True):
        path.write_bytes(data)
    said = dict(zip(cases, said_in_one_gigabyte(paths), strict=True))
    assert {name: said[name] for name, (_, problem) in cases.items() if problem not in said[name]} == {}


def long_texts() -> dict[str, tuple[bytes, str]]:
    """Large text files of separated values, with what is said of them."""
    return {
        "lines": (b"a\n" + b"\n" * 10_000_000 + b"b", ":100001: more than the 100,000 rows that can be read."),
        "one line": (b"a," * 10_000_000, ":1: the row that begins here is longer than 1,000,000 characters."),
        "an open quote": (b'a,b\n"' + b"x\n" * 2_000_000, ":2: a cell of the row that begins here holds more than"),
        "lines in quotes": (b"a,b\n" + b'"x\n",' * 3_000_000, ":2: the row that begins here is longer than"),
        "values": (
            b"a,b\n" + (b"x" + b"," * 99_999 + b"\n") * 99,
            ":41: more than the 4,000,000 values, filled or empty,",
        ),
        "NEL": (("a,b\x85" * 5_000_000).encode(), ": its lines end with NEL (U+0085). Save it with ordinary line ends"),
        "wide characters": (
            ("a,b\n" * 9 + "x" * 20_000_000 + "\N{GRINNING FACE}").encode(),
            ":10: the row that begins",
        ),
        "too large": (b"a,b\n" * 12_500_001, ": larger than 50 MB. Split it into several files, or hand in RDF."),
    }


def test_large_text_files_are_refused_in_one_gigabyte(tmp_path: Path) -> None:
    cases = long_texts()
    paths = [tmp_path / f"{name}.csv" for name in cases]
    for path, (data, _) in zip(paths, cases.values(), strict=True):
        path.write_bytes(data)
    said = dict(zip(cases, said_in_one_gigabyte(paths), strict=True))
    assert {name: said[name] for name, (_, problem) in cases.items() if problem not in said[name]} == {}


FAULTY_TEXTS: dict[str, tuple[bytes, str]] = {
    "latin-1": (
        'id,name\n1,x\n2,"Castilla y León"\n'.encode("latin-1"),
        ':3: not UTF-8. It reads as windows-1252: "Castilla y León". '
        'If that is right, add --encoding windows-1252, or save it as "CSV UTF-8".',
    ),
    "polish": (
        "id\nŁódź\x8f\n".encode("windows-1250", "replace") + b"\x8d",
        ':2: not UTF-8. It reads as windows-1250: "Łódź?".',
    ),
    "one bad byte": (
        "id,name\n1,León\n2,Łódź\n".encode() + b"3,Le\xf3n\n",
        ":4: the byte 0xF3 is not UTF-8, though other lines are. Type that cell again and save the file as",
    ),
    "utf-16-le": ("id,name\n1,León\n".encode("utf-16-le"), ':1: not UTF-8. It reads as utf-16-le: "id,name". If that'),
    "utf-16-be": ("id,name\n1,León\n".encode("utf-16-be"), ':1: not UTF-8. It reads as utf-16-be: "id,name". If that'),
    "half a utf-16": (b"\xff\xfea\0b", ":1: not utf-16. Name its true encoding with --encoding, or save it as UTF-8."),
    "NUL": (b"id,name\n1,a\0b and more than twenty other characters\n", ":2: holds NUL bytes, so it is not text."),
    "late NUL": (b"id,name\n" + b"1,x\n" * 20_000 + b"\0", ":20002: holds the character U+0000, which is not text."),
    "open quote": (b'id,name\n1,"two\nlines"\n2,"x\ny\n', ":4: a quote opens here and is never closed. Close it;"),
    "text after a quote": (b'id,name\n1,"two"x\n', ":2: the quotes of the row that begins here do not match (line 2)."),
    "many columns": (b"a," * 301 + b"a\n", ":1: row 1 reaches column KP. At most 300 can be read."),
    "a long cell": (b"id\n\n" + b"x" * 70_000, ":3: row 3, column A holds more than 65,536 characters. Shorten it."),
    "an odd hint": (b"sep=#\na#b\n", ":1: asks for '#' between the values. Use one of , ; tab or |."),
    "NEL": ("id,name\x851,x\x85\n".encode(), ": its lines end with NEL (U+0085)."),
    "U+2028": ("id,name\u20281,x".encode(), ": its lines end with line separators (U+2028)."),
    "nothing": (b"", ": is empty. Put the column names in the first row and the data below."),
    "blanks": (b" \r\n\t\n", ": is empty. Put the column names in the first row and the data below."),
    "a mark alone": (b"\xef\xbb\xbf", ": is empty. Put the column names in the first row and the data below."),
    "a workbook": (with_parts(), ': is really a workbook or another zip file. Save the table as "CSV UTF-8", or'),
    "html": (b"\xef\xbb\xbf<html><table>", ': is really a web page. Save the table as "CSV UTF-8", or'),
}


@pytest.mark.parametrize("case", FAULTY_TEXTS)
def test_faulty_text_files_say_what_to_do(tmp_path: Path, case: str) -> None:
    data, problem = FAULTY_TEXTS[case]
    assert refusal(tmp_path / "a.csv", data).startswith(problem)


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "idna", "unicode_escape", "undefined", "\0", "é"])
def test_names_of_no_text_encoding_are_refused(tmp_path: Path, encoding: str) -> None:
    assert f": there is no text encoding {encoding!r}. Name one such as" in refusal(
        tmp_path / "a.csv", "id\n", encoding
    )


def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert refusal(path, "id\nLeón\n".encode("cp1252"), "utf-8").startswith(":2: not utf-8. Name its true encoding")
    assert (
        refusal(path, "id\n".encode("utf-16"), "cp1252")
        == ": its first bytes say that it is UTF-16. Leave out --encoding."
    )
    assert "says its encoding itself. Leave out" in refusal(tmp_path / "a.xlsx", with_parts(), "cp1252")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
def test_what_is_no_file_is_refused(tmp_path: Path, suffix: str) -> None:
    folder, pipe, device = (tmp_path / f"{name}{suffix}" for name in ("folder", "pipe", "device"))
    folder.mkdir()
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    said = [unreadable(path) for path in (folder, pipe, device, tmp_path / f"none{suffix}")]
    no_file = "is a device or pipe, not a file. Save the table as a file first."
    missing = "cannot be read (No such file or directory). Check the path."
    assert said == ["is a directory. Name one file in it.", no_file, no_file, missing]


def unreadable(path: Path) -> str:
    with pytest.raises(CheckError) as refused:
        read_grids(path)
    return str(refused.value).removeprefix(f"{path}: ")


def is_read_or_refused(path: Path, encoding: str | None = None) -> bool:
    """Whether a file is read, or refused with its name in front; no other error is caught."""
    try:
        return bool(read_grids(path, encoding))
    except CheckError as error:
        return str(error).startswith(str(path))


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.xlsx"
    rows = '<row><c t="s"><v>0</v></c><c s="1"><v>44316</v></c><c><f t="array" ref="A1:B2">1</f></c></row>'
    content = parts(rows, **{STRINGS: element("sst", "<si><t>a</t></si>")})
    name = data.draw(st.sampled_from(sorted(content)))
    part = bytearray(str(content[name]), "utf-8")
    for position in data.draw(st.lists(st.integers(0, len(part) - 1), min_size=1, max_size=4)):
        part[position] = data.draw(st.integers(0, 255))
    path.write_bytes(packed({**content, name: bytes(part)}))
    assert is_read_or_refused(path)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_zip_file_with_a_changed_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, position: int, value: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.xlsx"
    data = bytearray(with_parts("<row><c><v>1</v></c></row>"))
    data[position % len(data)] = value
    path.write_bytes(data)
    assert is_read_or_refused(path)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60), st.sampled_from([None, "cp1252", "utf-8", "utf-16", "utf-32-be", "shift_jis"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, encoding: str | None
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    assert is_read_or_refused(path, encoding)
