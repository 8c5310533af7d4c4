"""The report on what is handed in: each cause once, in plain words, where it stands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest

from filled_tables import (
    SOURCE,
    Rows,
    activities,
    organisations,
    participations,
    projects,
    said,
    text_file,
    workbook,
)
from minegraph import KnowledgeGraph
from minegraph.files import Layout
from minegraph.forms import Library
from minegraph.places import Place
from minegraph.store import LocalStore
from minegraph.submission.duplicates import possible_duplicates
from minegraph.submission.locations import Locations
from minegraph.submission.misplaced import misplaced
from minegraph.terms import ID, PREFIXES, SHAPES

PREFIX_LINES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("country", "dcterms", "mg", "mgid", "org", "skos", "xsd")
)
SOURCED = f"dcterms:source <{SOURCE}> ; mg:confidence <{ID}confidence/high>"


@pytest.fixture(scope="module")
def graph(shipped_root: Path, shipped_generation: Path) -> KnowledgeGraph:
    """The shipped graph."""
    return KnowledgeGraph.open(shipped_root, shipped_generation.parents[1])


def turtle(path: Path, text: str) -> Path:
    """A Turtle file; its first line of data is line 8."""
    return text_file(path, PREFIX_LINES + text)


def test_fifty_rows_with_the_same_bad_code_are_one_finding_with_fifty_places(
    graph: KnowledgeGraph, tmp_path: Path
) -> None:
    path = activities(tmp_path / "a.xlsx", [["FI9Z9", f"Rock {at}", "Extraction"] for at in range(50)])
    findings = {one.problem: one.places for one in graph.validate(path).findings if one.severity == "Violation"}
    assert len(findings) == 51
    places = findings['The graph has no "FI9Z9" that could stand in the column region.']
    assert [place.cell for place in places] == [f"A{row}" for row in range(2, 52)]


def test_place_of_a_cell_has_its_sheet_row_letter_and_heading(graph: KnowledgeGraph, tmp_path: Path) -> None:
    headings = ["role", None, None, "project", "organisation", "source", "confidence"]
    rows: Rows = [headings, [None] * 7, ["boss", None, None, "MIREU", "GTK", SOURCE, "high"]]
    path = workbook(tmp_path / "my file.xlsx", {"Participation": rows})
    (finding,) = [one for one in graph.validate(path).findings if one.severity == "Violation"]
    (place,) = finding.places
    assert place == Place(place.file, sheet="Participation", row=3, column="A", header="role")
    assert place.file.endswith("my file.xlsx")


def test_place_in_a_text_file_has_the_row_and_the_line(graph: KnowledgeGraph, tmp_path: Path) -> None:
    text = f'project,organisation,note,role,source\nMIREU,"GTK","x\ny",Partner,{SOURCE}\nMIREU,RBINS,,boss,{SOURCE}\n'
    report = graph.validate(text_file(tmp_path / "participations.csv", text))
    (place,) = [one.places[0] for one in report.findings if one.value and "boss" in str(one.value)]
    assert (place.row, place.column, place.header, place.line) == (3, "D", "role", 4)


def test_place_in_rdf_is_the_line_of_the_statement(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = turtle(
        tmp_path / "a.ttl",
        f'mgid:site\\/probe a mg:Site ;\n {SOURCED} ;\n mg:country\n  "Finland" ;\n mg:strategicProject "no" .\n',
    )
    found = {line for line in said(graph.validate(path), "Violation") if "country" in line or "strategic" in line}
    assert sorted(line.split(":")[0] for line in found) == ["11", "12"]


def test_missing_values_are_reported_at_the_cell_or_the_row(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [["id", "name", "country", "source"], ["mine-1", "", "FI", SOURCE]]
    found = said(graph.validate(workbook(tmp_path / "a.xlsx", {"Sites": rows})), "Violation")
    assert [line.split(". ")[0] for line in found] == [
        "2: No confidence is given",
        "2: No type of facility is given",
        "B2: No name is given",
    ]


UNREAD = {
    "a name": (["", "Alpha", "H2020", "MIREU GTK", SOURCE, "high"], "follow-up of"),
    "a date": (["", "Alpha", "H2020", "soon", SOURCE, "high"], "start"),
    "a formula": (["", "=A1", "H2020", "2021", SOURCE, "high"], "start"),
    "an error": (["", "#REF!", "H2020", "2021", SOURCE, "high"], "start"),
    "confidence": (["", "Alpha", "H2020", "2021", SOURCE, "sure"], "start"),
    "a source": (["", "Alpha", "H2020", "2021", "my own page", "high"], "start"),
}


@pytest.mark.parametrize(("row", "heading"), UNREAD.values(), ids=UNREAD)
def test_cell_that_was_not_understood_is_not_missing_as_well(
    graph: KnowledgeGraph, tmp_path: Path, row: list[str], heading: str
) -> None:
    headings = ["id", "name", "funded under", heading, "source", "confidence"]
    path = workbook(tmp_path / "a.xlsx", {"Projects": [headings, ["probe", *row[1:]]]})
    found = said(graph.validate(path))
    assert len(found) == 1, found


def test_column_that_is_not_read_is_not_missing_as_well(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "Alpha", "H2020", 2021]], ["id", "nmae", "funded under", "start"])
    assert said(graph.validate(path)) == [
        'B1: There is no column "nmae". Rename it, or take it out. Did you mean name?'
    ]


def test_name_that_lacks_is_not_missing_in_english_as_well(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "", "", "H2020", 2021]])
    assert [line.split(".")[0] for line in said(graph.validate(path))] == ["B2: No name is given"]


def test_text_for_a_number_is_not_out_of_range_as_well(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = turtle(tmp_path / "a.ttl", 'mgid:project\\/mireu mg:totalCost "abc" .')
    found = [line for line in said(graph.validate(path), "Violation") if '"abc"' in line]
    assert [line.partition(".")[0] for line in found] == ['8: "abc" is plain text, not a decimal number']


STRAYS = {
    "a sheet": (
        {"Participation list": [["project"], ["MIREU"]]},
        ': "Participation list" is not the name of a sheet of the template, so it is not read. '
        "Name it as in the template, or take it out. Did you mean Participations?",
    ),
    "a column": (
        {"Projects": [["id", "name", "contribution"], ["mireu", "", "5"]]},
        'C1: There is no column "contribution". Rename it, or take it out. Did you mean EU contribution?',
    ),
    "a column without a heading": (
        {"Projects": [["id", "name"], ["mireu", "", "5"]]},
        "C1: A column has no heading. Name it in the first row.",
    ),
    "a column in a language that has none": (
        {"Projects": [["id", "acronym @fi"], ["mireu", "MIREU"]]},
        'B1: There is no column "acronym @fi". Rename it, or take it out. Did you mean acronym?',
    ),
}


@pytest.mark.parametrize(("sheets", "sentence"), STRAYS.values(), ids=STRAYS)
def test_what_no_form_has_is_a_finding(
    graph: KnowledgeGraph, tmp_path: Path, sheets: dict[str, Rows], sentence: str
) -> None:
    assert said(graph.validate(workbook(tmp_path / "a.xlsx", sheets)), "Violation") == [sentence]


def test_column_without_values_may_be_called_anything(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [
        ["region", "commodity", "status", "source", "confidence", "my own"],
        ["FI1D7", "Tin", "Current", SOURCE, "high"],
    ]
    assert graph.validate(workbook(tmp_path / "a.xlsx", {"Activities": rows})).conforms


def test_text_file_of_no_form_is_a_finding(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = text_file(tmp_path / "things.csv", "colour,weight\nred,5\n")
    assert said(graph.validate(path)) == [
        ': Neither the name "things" nor the headings are those of a table of the template. '
        "Name the file as in the template, such as projects.csv."
    ]


def test_formula_and_error_are_refused(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "=1+1", "", "H2020", 2021], ["q", "#REF!", "", "H2020", 2021]])
    assert said(graph.validate(path)) == [
        "B2: The cell holds a formula, and formulas are not worked out. Paste its value in its place.",
        "B3: The cell holds an error of the spreadsheet program. Correct it, or empty the cell.",
    ]


RETIRED = {
    "PT16": "PT16 is a code of NUTS 2021 and is retired. Its area now has the codes PT19 and PT1D. "
    "Write one of them if only that part is meant.",
    "PT16D": "PT16D is a code of NUTS 2021 and is retired. The code is now PT191. "
    "The region is the same; nothing needs to be done.",
    "UKK3": "UKK3 is a code of NUTS 2016 and is retired. "
    "It has no successor; the graph keeps the region, and nothing needs to be done.",
}


@pytest.mark.parametrize(("code", "sentence"), RETIRED.items())
def test_retired_code_names_its_successor(graph: KnowledgeGraph, tmp_path: Path, code: str, sentence: str) -> None:
    report = graph.validate(activities(tmp_path / "a.xlsx", [[code, "Tungsten", "Extraction"]]))
    assert report.conforms
    (line,) = [line for line in said(report, "Info") if code in line]
    assert line == f"A2: {sentence}"


@pytest.mark.parametrize("code", ["FI1D7", "PT19", "Lapland"])
def test_code_in_use_is_not_remarked_on(graph: KnowledgeGraph, tmp_path: Path, code: str) -> None:
    report = graph.validate(activities(tmp_path / "a.xlsx", [[code, "Tungsten", "Extraction"]]))
    assert [line for line in said(report, "Info", "Warning", "Violation") if "retired" in line] == []


DUPLICATES = {
    "the same": "Geological Survey of Finland",
    "another case": "geological survey of FINLAND",
    "other order": "Finland, Geological Survey of",
    "a typing error": "Geologcal Survey of Finnland",
    "another language": "Geologian tutkimuskeskus",
    "accents": "Géológical Survey of Finland",
}


@pytest.mark.parametrize("name", DUPLICATES.values(), ids=DUPLICATES)
def test_organisation_that_probably_exists_has_its_candidate(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    report = graph.validate(organisations(tmp_path / "a.xlsx", [["probe", name, "FI", ""]]))
    (line,) = said(report, "Warning")
    assert line.startswith("B2: The graph probably has this organisation already: Geolog")
    assert line.endswith('(organisation/gtk). If it is the same, write "gtk" as its id; if it is another, leave it.')
    assert report.conforms


def test_same_acronym_is_a_possible_duplicate(graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = graph.validate(organisations(tmp_path / "a.xlsx", [["probe", "Something else", "FI", "GTK"]]))
    (line,) = said(report, "Warning")
    assert line.startswith("B2: The graph probably has this organisation already: GTK (organisation/gtk).")


OTHERS = {
    "elsewhere": ("probe", "Geological Survey of Finland", "SE", ""),
    "elsewhere by acronym": ("probe", "Something else", "SE", "GTK"),
    "of another name": ("probe", "Probing Institute of Rovaniemi", "FI", ""),
    "itself": ("gtk", "Geological Survey of Finland", "FI", "GTK"),
}


@pytest.mark.parametrize("row", OTHERS.values(), ids=OTHERS)
def test_other_organisation_is_no_duplicate(graph: KnowledgeGraph, tmp_path: Path, row: tuple[str, ...]) -> None:
    assert said(graph.validate(organisations(tmp_path / "a.xlsx", [row]))) == []


def test_taken_id_is_not_a_possible_duplicate_as_well(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (line,) = said(graph.validate(organisations(tmp_path / "a.xlsx", [["", "Other", "FI", "GTK"]])))
    assert line.startswith('D2: The graph has "gtk" already')


def test_possible_duplicates_are_found_in_rdf(graph: KnowledgeGraph, tmp_path: Path) -> None:
    text = 'mgid:organisation\\/probe a mg:Organisation ;\n skos:prefLabel "Survey of Finland, Geological"@en ;\n'
    path = turtle(tmp_path / "a.ttl", f"{text} mg:country country:FIN ; {SOURCED} .")
    assert [line.split(":")[0] for line in said(graph.validate(path))] == ["9"]


BLANK = f'[] a mg:Organisation ; skos:prefLabel "Probing Institute"@en ; mg:country country:FIN ; {SOURCED} .'
NO_IRI = "8: Something has no IRI of its own (it is a blank node). Give it an IRI"


def test_organisation_without_an_iri_is_a_finding(graph: KnowledgeGraph, tmp_path: Path) -> None:
    lines = said(graph.validate(turtle(tmp_path / "a.ttl", BLANK)))
    assert [line for line in lines if line.startswith(NO_IRI)]


def test_organisation_without_an_iri_cannot_be_named_in_a_table(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = participations(tmp_path / "b.xlsx", [["", "MIREU", "Probing Institute", "Partner"]])
    *nameless, unknown = said(graph.validate(turtle(tmp_path / "a.ttl", BLANK), rows))
    assert [line for line in nameless if line.startswith(NO_IRI)]
    assert unknown.startswith('C2: The graph has no "Probing Institute" that could stand in the column organisation.')


def described_in(store: LocalStore, iri: str) -> list[str]:
    """The named graphs that describe a thing."""
    quads = store.engine.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)})


def test_what_a_submission_replaces_is_no_possible_duplicate(shipped_store: LocalStore) -> None:
    text = 'mgid:organisation\\/probe a mg:Organisation ; skos:prefLabel "Geological Survey of Finland"@en .'
    quads = list(ox.parse(PREFIX_LINES + text, ox.RdfFormat.TURTLE))
    replaced = described_in(shipped_store, f"{ID}organisation/gtk")
    (found,) = possible_duplicates(shipped_store, quads, Locations())
    assert found.problem.endswith("(organisation/gtk).")
    assert list(possible_duplicates(shipped_store, quads, Locations(), replaced)) == []


def test_what_a_submission_replaces_gives_nothing_its_kind(shipped_root: Path, shipped_store: LocalStore) -> None:
    quads = list(ox.parse(f"{PREFIX_LINES} mgid:organisation\\/gtk mg:role 1 .", ox.RdfFormat.TURTLE))
    library = Library(Layout(shipped_root), shipped_store)
    replaced = described_in(shipped_store, f"{ID}organisation/gtk")
    (found,) = misplaced(shipped_store, quads, library, Locations())
    assert found.problem == "An organisation has no mg:role."
    assert list(misplaced(shipped_store, quads, library, Locations(), replaced)) == []


def test_rows_of_one_thing_are_told_apart_or_joined(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [["", "MIREU", "RBINS", "Partner"]] * 2
    assert said(graph.validate(participations(tmp_path / "a.xlsx", rows)), "Warning") == [
        "3: A row above describes the same thing. Join the rows, or tell them apart by their ids."
    ]


def test_rows_with_the_same_given_id_are_remarked_on(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = organisations(tmp_path / "a.xlsx", [["probe", "Probing One", "FI", ""], ["probe", "Proben @de", "FI", ""]])
    found = said(graph.validate(path), "Info", "Warning", "Violation")
    assert "A3: A row above has the same id. Both are read as one thing; if they are two, change the id." in found


def test_contradiction_with_the_graph_says_what_the_graph_says(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [["mireu-gtk", "", "", "Partner"]]
    advice = "Leave yours out, or ask a steward to correct what the graph says."
    assert said(graph.validate(participations(tmp_path / "a.xlsx", rows)), "Violation") == [
        f'D2: The graph says "Coordinator" already, and there can be only one (role). {advice}'
    ]
    name = organisations(tmp_path / "b.xlsx", [["gtk", "Survey", "", ""]])
    assert said(graph.validate(name), "Violation") == [
        'B2: The graph says "Geological Survey of Finland" already, and there can be only one (one name per language). '
        f"{advice}"
    ]


def test_two_values_of_a_submission_are_its_own_mistake(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [["mireu-gtk", "", "", "Partner | Third party"]]
    (line,) = said(graph.validate(participations(tmp_path / "a.xlsx", rows)), "Violation")
    assert line.startswith("D2: More than one role is given.")


MISPLACED = {
    "on something known": "mgid:organisation\\/gtk mg:role <https://w3id.org/minegraph/id/role/partner> .",
    "on something new": "mgid:organisation\\/probe a mg:Organisation ; mg:role mgid:role\\/partner .",
}


@pytest.mark.parametrize("text", MISPLACED.values(), ids=MISPLACED)
def test_property_on_a_thing_that_has_none_such_is_reported(graph: KnowledgeGraph, tmp_path: Path, text: str) -> None:
    found = said(graph.validate(turtle(tmp_path / "a.ttl", text)))
    assert "8: An organisation has no mg:role. It belongs to Participations: state it there, or take it out." in found


@pytest.mark.parametrize("name", ["mg:Organization", "mg:organisation", "mg:Organisations", "<http://example.org/X>"])
def test_misspelt_class_never_conforms(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    report = graph.validate(turtle(tmp_path / "a.ttl", f'mgid:organisation\\/p a {name} ; skos:prefLabel "P"@en .'))
    assert not report.conforms
    assert any(line.startswith("8: There is no class ") for line in said(report, "Violation"))


def test_findings_of_tables_bear_the_constraint_of_the_shape(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [["", "MIREU", "RBINS", "boss"], ["Bad Id!", "REMIX", "RBINS", "Partner"]]
    found = {
        one.constraint.removeprefix(SHAPES)
        for one in graph.validate(participations(tmp_path / "a.xlsx", rows)).findings
    }
    assert found == {"Participation-role", "RowIdentifier"}


def test_filled_template_conforms_through_the_command_line_and_comes_back_marked(
    tiny_generation: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "minegraph", "--root", str(tiny_generation.parents[2]), *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)

    made = run("template", "participation", "--with", "organisation/north-survey", "-o", "a.xlsx")
    assert made.returncode == 0, made.stderr
    checked = run("validate", "a.xlsx", "--format", "json")
    assert (checked.returncode, json.loads(checked.stdout)["conforms"]) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Participations"]
    sheet.append([None, "ORE", "SMELT", "boss", *[None] * 6, SOURCE, "high"])
    row = sheet.max_row
    book.save(tmp_path / "a.xlsx")
    marked = run("validate", "a.xlsx", "--format", "xlsx", "-o", "marked.xlsx")
    assert marked.returncode == 1
    cell = openpyxl.load_workbook(tmp_path / "marked.xlsx")["Participations"].cell(row, 4)
    assert cell.comment is not None
    assert 'The graph has no "boss"' in cell.comment.text
