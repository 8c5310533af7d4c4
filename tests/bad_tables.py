"""Bad spreadsheets and text tables: what each is, how it comes to be, and what the message must say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filled_tables import ORGANISATION, PROJECT, Rows, workbook
from test_tabular_hostile import SHEET, STRINGS, Parts, element, inline, relations, sheet, unpacked, with_parts

FILLED_DOWN = f'<row><c><f t="shared" si="0" ref="A1:CV1">{"A1+" * 20_000}1</f></c>'
FILLED_DOWN += f"""{'<c><f t="shared" si="0">A1</f></c>' * 99}</row>"""
Make = Callable[[Path], Path]
HEADER = "id,name,source,confidence\n"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TWENTY_MB = 20_000_000
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def table(content: str | bytes, name: str = "projects.csv") -> Make:
    """A text table, in UTF-8 unless it is bytes."""

    def make(folder: Path) -> Path:
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        (folder / name).write_bytes(data)
        return folder / name

    return make


def packed_when_asked(content: Callable[[], bytes]) -> Make:
    """A workbook that is made only when it is needed."""

    def make(folder: Path) -> Path:
        (folder / "a.xlsx").write_bytes(content())
        return folder / "a.xlsx"

    return make


def book(rows: str = "", replaced: Parts | None = None) -> Make:
    """A workbook made by hand."""
    return packed_when_asked(lambda: with_parts(rows, replaced))


def long_book(part: str, times: int) -> Make:
    """A workbook of many times the same, too large to be taken for a zip bomb."""
    return packed_when_asked(lambda: unpacked(part * times))


def bomb(name: str, outside: str, inside: str) -> Make:
    """A workbook in which a part of blanks is packed a thousandfold."""
    return packed_when_asked(lambda: with_parts("", {name: outside % (inside * TWENTY_MB)}))


def filled(name: str, rows: Rows) -> Make:
    """A workbook with one sheet that a spreadsheet program wrote."""
    return lambda folder: workbook(folder / "a.xlsx", {name: rows})


def sheets(number: int) -> Make:
    """A workbook with many sheets."""
    return lambda folder: workbook(folder / "a.xlsx", {f"S{at}": [["a"], ["b"]] for at in range(number)})


def folder_named(name: str) -> Make:
    """A directory that is called like a table."""

    def make(folder: Path) -> Path:
        (folder / name).mkdir()
        return folder / name

    return make


def sparse(name: str) -> Make:
    """A file of 200 MB that takes no room."""

    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as file:
            file.truncate(200_000_000)
        return folder / name

    return make


def spread(after: str) -> Make:
    """A workbook with a few characters after its cells that speak of very many."""
    return book("", {SHEET: sheet(f"<row>{inline('a')}</row>", after)})


def hidden(after: str, rows: str = "") -> Make:
    """The same on a sheet that nobody reads."""
    names = (
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/><sheet name="T" sheetId="2" state="hidden" r:id="r4"/></sheets>'
    )
    targets = (
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "styles.xml"),
        ("worksheet", "worksheets/sheet2.xml"),
    )
    replaced: Parts = {
        "xl/workbook.xml": element("workbook", f"<sheets>{names}</sheets>"),
        "xl/_rels/workbook.xml.rels": relations(*targets),
        "xl/worksheets/sheet2.xml": sheet(rows, after),
    }
    return book(f"<row>{inline('a')}</row>", replaced)


BAD_TABLES: dict[str, tuple[Make, str]] = {
    "a zip bomb": (bomb(SHEET, sheet("%s"), " "), "zip bomb"),
    "a zip bomb of strings": (bomb(STRINGS, element("sst", "<si><t>%s</t></si>"), "a"), "zip bomb"),
    "a workbook of a million columns": (
        book('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'),
        'sheet "S", cell XFD1 lies beyond the 100,000 rows and 300 columns',
    ),
    "a workbook of a million rows": (
        book('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "cell A1048576 lies beyond",
    ),
    "a workbook of nothing but elements": (long_book("<row/>", 2_000_000), "a.xlsx: "),
    "a merged sheet": (
        spread('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        'sheet "S": merged cells cover more than 100,000 cells. Undo them',
    ),
    "merged sheets in a foreign namespace": (
        spread('<mergeCells><m:mergeCell xmlns:m="urn:m" ref="A1:B1048576"/></mergeCells>'),
        "merged cells cover more than",
    ),
    "merged columns": (spread('<mergeCells><mergeCell ref="A:XFD"/></mergeCells>'), "merged cells lie at 'A:XFD'"),
    "a link of a whole sheet": (
        spread('<hyperlinks><hyperlink ref="A1:XFD1048576" location="S!A1"/></hyperlinks>'),
        'sheet "S": links cover more than 100,000 cells',
    ),
    "a merged sheet that is hidden": (
        hidden('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "the part xl/worksheets/sheet2.xml: merged cells cover more than",
    ),
    "a long formula filled down": (book(FILLED_DOWN), 'sheet "S": more than 2,000,000 characters of formulas that are'),
    "a long formula filled down where nobody looks": (
        hidden("", FILLED_DOWN),
        "the part xl/worksheets/sheet2.xml: more than 2,000,000 characters of formulas",
    ),
    "a DOCTYPE in a sheet": (book("", {SHEET: ENTITIES + sheet(f"<row>{inline('&b;')}</row>")}), "DOCTYPE"),
    "no workbook": (table(b"PK\x03\x04" + bytes(100), "a.xlsx"), "a.xlsx: "),
    "half a workbook": (table(with_parts("<row/>")[:700], "a.xlsx"), "a.xlsx: "),
    "an old workbook": (table(OLD_EXCEL, "a.xls"), "spreadsheets are read from .xlsx, not .xls"),
    "an old workbook by another name": (table(OLD_EXCEL, "a.xlsx"), "a.xlsx: an old Excel file (.xls). Save it as"),
    "a workbook with macros": (table(with_parts(), "a.xlsm"), "read from .xlsx, not .xlsm"),
    "an OpenDocument table": (table(with_parts(), "a.ods"), "read from .xlsx, not .ods"),
    "a web page": (table("<!doctype html><table>", "a.xlsx"), "a.xlsx: is really a web page"),
    "a web page called CSV": (table("<html><table>"), "projects.csv: is really a web page"),
    "a workbook called CSV": (table(with_parts()), "projects.csv: is really a workbook or another zip file"),
    "a text table called a workbook": (table(HEADER, "a.xlsx"), "a.xlsx: "),
    "a table called text": (table(HEADER, "projects.txt"), "projects.txt: unknown kind of file. Name it .xlsx"),
    "100 sheets": (sheets(100), "a.xlsx"),
    "a formula": (filled("Projects", [PROJECT, ["p", '=HYPERLINK("http://192.0.2.1")']]), "The cell holds a formula"),
    "an error": (filled("Projects", [PROJECT, ["p", "#REF!"]]), "The cell holds an error"),
    "headings only": (table(HEADER), "nothing is filled in"),
    "notes only": (table(f"{HEADER}# example,A\n"), "nothing is filled in"),
    "headings only, in a workbook": (filled("Projects", [PROJECT]), "nothing is filled in"),
    "an empty workbook": (filled("Projects", []), "a.xlsx: "),
    "an empty text table": (table(""), "projects.csv: is empty"),
    "blank lines": (table("\n\r\n  \n"), "projects.csv: is empty"),
    "commas only": (table(",,,\n,,,\n"), "projects.csv: "),
    "an empty file called a workbook": (table("", "a.xlsx"), "a.xlsx: is empty"),
    "a directory called a table": (folder_named("a.csv"), "a.csv: is a directory"),
    "a directory called a workbook": (folder_named("a.xlsx"), "a.xlsx: is a directory"),
    "no such table": (lambda folder: folder / "a.csv", "a.csv: cannot be read (No such file or directory)"),
    "200 MB of text": (sparse("a.csv"), "a.csv: larger than 50 MB"),
    "a workbook of 200 MB": (sparse("a.xlsx"), "a.xlsx: larger than 50 MB"),
    "UTF-16 without its mark": (table(HEADER.encode("utf-16-le")), "projects.csv:1: not UTF-8. It reads as utf-16-le"),
    "Latin-1": (
        table(f"{HEADER}p,Jyväskylä,,\n".encode("latin-1")),
        'projects.csv:2: not UTF-8. It reads as windows-1252: "Jyväskylä". If that is right, add --encoding windows',
    ),
    "broken UTF-8": (table(f"{HEADER}p,ä,ö,\xff".encode("latin-1") + "äöü".encode()), "projects.csv:2: "),
    "NEL as a line end": (table(HEADER.replace("\n", "\x85") + "p,A,,\x85"), "its lines end with NEL (U+0085)"),
    "NEL in a cell": (table("id,note\np,x\x85y\n"), "holds a control character (U+0085)"),
    "NUL": (table(f"{HEADER}p,A\0B,,\n"), "projects.csv:2: holds NUL bytes"),
    "a lone surrogate": (table(f"{HEADER}p,\ud800,,\n"), "projects.csv:2: not UTF-8"),
    "an open quote": (table(f'{HEADER}p,"A,,\n' + "x\n" * 1_000), "projects.csv:2: a quote opens here and is never"),
    "an open quote before much text": (table(f'{HEADER}p,"A,,\n' + "x\n" * 100_000), "projects.csv:2: "),
    "quotes that do not match": (table(f'{HEADER}p,"A"B,,\n'), "projects.csv:2: the quotes of the row"),
    "a huge cell": (table(f"{HEADER}p,{'x' * 70_000},,\n"), "row 2, column B holds more than 65,536 characters"),
    "a huge cell of a workbook": (long_book(f"<row>{inline('x' * 70_000)}</row>", 1), "65,536 characters"),
    "a line of 2 MB": (table(f"{HEADER}p,{'x,' * 1_000_000}\n"), "projects.csv:2: "),
    "too many rows": (table(HEADER + "p\n" * 100_001), "more than the 100,000 rows that can be read"),
    "too many columns": (table(f"{HEADER}{',' * 400}x\n"), "reaches column"),
    "two separators": (table("id;name,x;source\np;A,B;c\n"), "the header can be split by"),
    "text that turns round in an id": (
        filled("Projects", [PROJECT, ["a\u202eb", "A"]]),
        "cannot be part of a web address",
    ),
    "an id that leads out": (filled("Projects", [PROJECT, ["../../x", "A"]]), "cannot be part of a web address"),
    "an id of others": (filled("Projects", [PROJECT, ["https://example.org/x", "A"]]), "is not an id of this graph"),
    "a misspelt kind": (
        filled("Organisations", [[*ORGANISATION, "kind"], ["x", "X", "FI", "", "", "", "mg:Organization"]]),
        'The graph has no "mg:Organization" that could stand in the column kind',
    ),
    "a source that is no page": (
        filled("Projects", [PROJECT, ["x", "X", "", "", "", "javascript:alert(1)", "high"]]),
        "javascript:alert(1)",
    ),
    "a sheet of no form": (filled("Tabelle1", [["a"], ["b"]]), '"Tabelle1" is not the name of a sheet'),
}
