"""`minegraph template`: workbooks and CSV files to fill in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from csvw import CSVW
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from minegraph.build import build
from minegraph.cli import verbs
from minegraph.files import Layout
from minegraph.terms import ID, MG

Run = Callable[..., Result]
USUAL = ["Projects", "Organisations", "Participations", "Region profiles", "Activities", "Sites"]
USUAL += ["Policy instruments", "Objectives"]


@pytest.fixture(scope="module")
def root(tiny_generation: Path) -> Path:
    """The miniature, built; do not write to it."""
    return tiny_generation.parents[2]


@pytest.fixture
def run(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `minegraph template` on the miniature, in an empty directory."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(verbs, ["--root", str(root), "template", *words])


@pytest.fixture(scope="module")
def book(root: Path) -> Workbook:
    """The usual workbook."""
    made = CliRunner().invoke(verbs, ["--root", str(root), "template"])
    return openpyxl.load_workbook(io.BytesIO(made.stdout_bytes))


def test_usual_workbook_has_a_sheet_for_each_kind_of_thing_and_a_guide(book: Workbook) -> None:
    assert book.sheetnames == ["README", *USUAL, "_lists"]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == ["_lists"]


def test_guide_says_how_to_fill_in_and_what_is_required(book: Workbook) -> None:
    text = "\n".join(str(row[0].value) for row in book["README"].iter_rows())
    assert "minegraph validate FILE.xlsx" in text
    assert "Participations: project, organisation, role, source, confidence." in text
    assert "More sheets on request, by name (minegraph template NAME): Claims," in text


@pytest.mark.parametrize("name", USUAL)
def test_sheet_has_headings_notes_an_explanation_and_frozen_rows(book: Workbook, name: str) -> None:
    sheet = book[name]
    first = [sheet.cell(row, 1).value for row in range(1, 4)]
    assert first == ["id", "# meaning", "# needed"]
    assert all(cell.value and cell.comment for cell in sheet[1])
    example = str(sheet.cell(4, 1).value)
    assert sheet.freeze_panes == ("B5" if example.startswith("# example: ") else "B4")


def test_example_is_a_thing_of_the_graph(shipped_root: Path, shipped_generation: Path, tmp_path: Path) -> None:
    store = str(shipped_generation.parents[1])
    words = ["--root", str(shipped_root), "--store", store, "template", "participation", "-o", str(tmp_path / "a.xlsx")]
    assert CliRunner().invoke(verbs, words).exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Participations"]
    assert [cell.value for cell in sheet[4]][:4] == [
        "# example: mireu-gtk",
        "Mining and Metallurgy Regions of EU [mireu]",
        "Geological Survey of Finland [gtk]",
        "Coordinator",
    ]


def heading(sheet: Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def validation(sheet: Worksheet, name: str) -> DataValidation:
    """What the cells below a heading must be."""
    (found,) = [
        one
        for one in sheet.data_validations.dataValidation
        if any(area.min_col == heading(sheet, name) for area in one.sqref.ranges)
    ]
    return found


def offered(book: Workbook, sheet: str, name: str) -> list[object]:
    """The values to choose from below a heading."""
    area = str(validation(book[sheet], name).formula1).split("!")[1].replace("$", "")
    return [cell.value for (cell,) in book["_lists"][area]]


OFFERED = {
    ("Organisations", "country"): "Finland [FIN]",
    ("Participations", "role"): "Partner",
    ("Participations", "organisation"): "Survey of the North [north-survey]",
    ("Participations", "represents"): "Lapland [FI1D7]",
    ("Participations", "confidence"): "High",
    ("Activities", "commodity"): "Cobalt",
    ("Activities", "value-chain stage"): "Extraction (mining) [extraction]",
    ("Projects", "funded under"): "Programme for Ore [programme]",
    ("Sites", "type"): "Mine",
}


@pytest.mark.parametrize(("sheet", "column"), OFFERED)
def test_controlled_values_are_offered_in_a_list(book: Workbook, sheet: str, column: str) -> None:
    assert OFFERED[sheet, column] in offered(book, sheet, column)


def test_list_warns_but_does_not_forbid_other_names(book: Workbook) -> None:
    single, several = validation(book["Participations"], "role"), validation(book["Sites"], "commodities")
    assert (single.type, single.errorStyle, single.showErrorMessage) == ("list", "warning", True)
    assert (several.type, several.showErrorMessage) == ("list", False)


def test_codes_of_regions_are_offered(run: Run) -> None:
    assert run("region", "-o", "a.xlsx").exit_code == 0
    assert "2021-ES61" in offered(openpyxl.load_workbook("a.xlsx"), "Region profiles", "NUTS code")


def test_columns_of_text_are_formatted_as_text_and_of_numbers_as_numbers(book: Workbook) -> None:
    sheet = book["Projects"]
    formats = {}
    for name in ("id", "name", "start", "total cost", "EU contribution"):
        (formats[name],) = [
            group.number_format
            for group in sheet.column_dimensions.values()
            if group.min <= heading(sheet, name) <= group.max
        ]
    number = "0.############"
    assert formats == {"id": "@", "name": "@", "start": "@", "total cost": number, "EU contribution": number}


def test_classes_that_are_named_are_the_only_sheets(run: Run) -> None:
    assert run("site", "Participation", "policy instruments", "-o", "a.xlsx").exit_code == 0
    names = openpyxl.load_workbook("a.xlsx").sheetnames
    assert names == ["README", "Sites", "Participations", "Policy instruments", "_lists"]


def test_things_are_filled_in(run: Run) -> None:
    made = run("--with", "ORE", "--with", "organisation/north-survey", "-o", "a.xlsx")
    assert made.exit_code == 0, made.stderr
    book = openpyxl.load_workbook("a.xlsx")
    assert book.sheetnames == ["README", "Projects", "Organisations", "_lists"]
    last = [cell.value for cell in book["Projects"][book["Projects"].max_row]]
    assert last[:2] == ["ore", "Ore regions together"]
    assert last[heading(book["Projects"], "EU contribution") - 1] == 300_000
    assert last[heading(book["Projects"], "total cost") - 1] == "300000.50"


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


MISTAKES = {
    "an unknown class": (("projcts", "-o", "a.xlsx"), "There is no form 'projcts'. Did you mean 'Projects'"),
    "an unknown thing": (("--with", "Atlantis", "-o", "a.xlsx"), "There is no thing 'Atlantis'"),
    "a thing that is not handed in": (("--with", "commodity/cobalt", "-o", "a.xlsx"), "There is no form for"),
    "CSV to nowhere": (("--format", "csv"), "Say where to write it"),
    "a format of another verb": (("--format", "html", "-o", "a.html"), "html"),
    "a place in a file": (
        ("-o", "taken/a.xlsx"),
        "taken/a.xlsx: cannot be written (File exists). Choose another place.",
    ),
    "a directory for a workbook": (("-o", "../folder"), "folder: is a directory. Name a file in it."),
    "a file for a directory": (("--format", "csv", "-o", "taken"), "cannot be written (File exists)"),
}


@pytest.mark.parametrize(("words", "phrase"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_explained(run: Run, tmp_path: Path, words: tuple[str, ...], phrase: str) -> None:
    (tmp_path / "taken").write_text("mine")
    (tmp_path.parent / "folder").mkdir(exist_ok=True)
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert phrase in result.stderr
    assert "Traceback" not in result.stderr
    assert names_in(tmp_path) == ["taken"]


def test_what_was_filled_in_is_not_overwritten(run: Run) -> None:
    assert run("site", "-o", "a.xlsx").exit_code == 0
    assert run("site", "--format", "csv", "-o", "sheets").exit_code == 0
    for words in (("-o", "a.xlsx"), ("--format", "csv", "-o", "sheets")):
        again = run("site", *words)
        assert (again.exit_code, "already" in again.stderr) == (2, True)
    assert (run("site", "-o", "a.csv").exit_code, Path("a.csv").exists()) == (2, False)


def test_links_are_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    assert run("site", "-o", "link.xlsx").exit_code == 0
    assert (tmp_path / "link.xlsx").is_symlink()
    assert openpyxl.load_workbook(tmp_path / "real.xlsx").sheetnames[1] == "Sites"


def test_csv_is_a_file_for_each_class_with_metadata(run: Run, tmp_path: Path) -> None:
    made = run("site", "project", "--format", "csv", "-o", "new/sheets")
    assert made.exit_code == 0, made.stderr
    assert names_in(Path("new/sheets")) == ["csv-metadata.json", "projects.csv", "sites.csv"]
    assert "save them as CSV UTF-8" in made.stderr


def test_metadata_lead_a_reader_of_csv_on_the_web(run: Run) -> None:
    run("site", "--with", "north-mine", "--format", "csv", "-o", "sheets")
    package = CSVW("sheets/csv-metadata.json")
    assert package.is_valid
    (rows,) = ([dict(row) for row in table.iterdicts()] for table in package.tables)
    (site,) = rows
    assert (site["id"], site["commodities"]) == ("north-mine", ["Cobalt", "Copper"])


def test_metadata_describe_every_column_as_csv_on_the_web(run: Run) -> None:
    assert run("--format", "csv", "-o", "sheets").exit_code == 0
    metadata = json.loads(Path("sheets/csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    assert len(metadata["tables"]) == len(USUAL)
    for table in metadata["tables"]:
        lines = list(csv.reader(io.StringIO(Path("sheets", table["url"]).read_bytes().decode("utf-8-sig"))))
        columns = table["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == lines[0]
        assert {len(line) for line in lines} == {len(columns)}
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        assert [line[0] for line in lines[1:] if not line[0].startswith("#")] == []
    sites = next(table["tableSchema"]["columns"] for table in metadata["tables"] if table["url"] == "sites.csv")
    about = {column["titles"]: column for column in sites}
    assert about["country"]["propertyUrl"] == f"{MG}country"
    assert (about["country"]["required"], "separator" in about["country"]) == (True, False)
    assert (about["commodities"]["required"], about["commodities"]["separator"]) == (False, " | ")
    assert (
        about["strategic project"]["datatype"],
        about["homepage" if "homepage" in about else "source"]["datatype"],
    ) == (
        "boolean",
        "anyURI",
    )


EVIL = ['=HYPERLINK("http://192.0.2.1")', "+1", "-1+1", "@SUM(A1)", "\uff1d1+1"]


def test_text_that_could_run_is_text_in_workbooks_and_guarded_in_csv(tiny_root: Path, tmp_path: Path) -> None:
    labels = ", ".join(str(ox.Literal(text, language="en")) for text in EVIL[1:])
    path = tiny_root / "data" / "organisations" / "organisations.ttl"
    evil = f"<{ID}organisation/smelter> <http://www.w3.org/2004/02/skos/core#altLabel> {labels} ."
    first = f"<{ID}place/evil> a <http://www.w3.org/ns/org#Site> ; <http://www.w3.org/2004/02/skos/core#prefLabel>"
    path.write_text(f"{path.read_text()}\n{evil}\n{first} {ox.Literal(EVIL[0], language='en')} .\n")
    build(Layout(tiny_root), tiny_root / ".minegraph")
    runner = CliRunner()
    base = ["--root", str(tiny_root), "template", "--with", "organisation/smelter", "--with", "place/evil"]
    assert runner.invoke(verbs, [*base, "-o", str(tmp_path / "a.xlsx")]).exit_code == 0
    assert runner.invoke(verbs, [*base, "--format", "csv", "-o", str(tmp_path / "csv")]).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert EVIL[0] in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    tables = [path.read_bytes().decode("utf-8-sig") for path in (tmp_path / "csv").glob("*.csv")]
    values = [value for text in tables for line in csv.reader(io.StringIO(text)) for value in line]
    assert f"'{EVIL[0]}" in values
    assert [value for value in values if value.startswith(tuple("=+-@\uff1d"))] == []
    checked = runner.invoke(verbs, ["--root", str(tiny_root), "validate", str(tmp_path / "a.xlsx")])
    assert "formula" not in checked.stdout
