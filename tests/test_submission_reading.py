"""Filled-in tables: what people write is what they mean, or it is said that it is not understood."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from filled_tables import (
    ACTIVITY,
    ORGANISATION,
    SOURCE,
    Rows,
    activities,
    organisations,
    participations,
    projects,
    read,
    said,
    text_file,
    things,
    understood,
    workbook,
)
from minegraph import KnowledgeGraph
from minegraph.errors import CheckError
from minegraph.files import Layout
from minegraph.forms import Library
from minegraph.store import LocalStore
from minegraph.terms import ID, MG, PREFIXES
from minegraph.validation.shacl import XSD


@pytest.fixture(scope="module")
def library(shipped_root: Path, shipped_store: LocalStore) -> Library:
    """The forms and names of the shipped graph."""
    return Library(Layout(shipped_root), shipped_store)


@pytest.fixture(scope="module")
def graph(shipped_root: Path, shipped_generation: Path) -> KnowledgeGraph:
    """The shipped graph."""
    return KnowledgeGraph.open(shipped_root, shipped_generation.parents[1])


REGIONS = {
    "English": ("Lapland", "FI1D7"),
    "Finnish": ("Lappi", "FI1D7"),
    "another case": ("LAPLAND", "FI1D7"),
    "an accent": ("Andalucía", "ES61"),
    "an accent left out": ("Dolnoslaskie", "PL51"),
    "Greek letters": ("Στερεά Ελλάδα", "EL64"),
    "the list of the template": ("Lapland [FI1D7]", "FI1D7"),
    "a code": ("FI1D7", "FI1D7"),
    "a code in lower case": ("fi1d7", "FI1D7"),
    "a code of 2021": ("PT16", "PT16"),
    "the code of the same in 2024": ("PT19", "PT16"),
    "an IRI": (f"{ID}region/FI1D7", "FI1D7"),
    "an IRI in brackets": (f"<{ID}region/FI1D7>", "FI1D7"),
    "a CURIE": ("mgid:region/FI1D7", "FI1D7"),
    "a slug": ("region/FI1D7", "FI1D7"),
    "the EU's IRI": ("http://data.europa.eu/nuts/code/FI1D7", "FI1D7"),
    "blanks around and within": ("  Castilla   y León ", "ES41"),
}


@pytest.mark.parametrize(("text", "slug"), REGIONS.values(), ids=REGIONS)
def test_region_is_understood(library: Library, tmp_path: Path, text: str, slug: str) -> None:
    submission = read(library, activities(tmp_path / "a.xlsx", [[text, "Cobalt", "Extraction"]]))
    assert understood(submission, "activityRegion") == [f"region/{slug}"]
    assert submission.results == ()


COUNTRIES = {
    "ISO code": "FI",
    "the EU's code": "FIN",
    "English": "Finland",
    "Finnish": "Suomi",
    "the EU's IRI": "http://publications.europa.eu/resource/authority/country/FIN",
    "a CURIE": "country:FIN",
    "the list of the template": "Finland [FIN]",
}


@pytest.mark.parametrize("text", COUNTRIES.values(), ids=COUNTRIES)
def test_country_is_understood(library: Library, tmp_path: Path, text: str) -> None:
    submission = read(library, organisations(tmp_path / "a.xlsx", [["probe", "Probe", text, ""]]))
    assert understood(submission, "country") == [f"{PREFIXES['country']}FIN"]


@pytest.mark.parametrize(("text", "code"), [("EL", "GRC"), ("GR", "GRC"), ("UK", "GBR"), ("Deutschland", "DEU")])
def test_country_has_two_codes_or_a_name_of_its_own(library: Library, tmp_path: Path, text: str, code: str) -> None:
    submission = read(library, organisations(tmp_path / "a.xlsx", [["probe", "Probe", text, ""]]))
    assert understood(submission, "country") == [f"{PREFIXES['country']}{code}"]


@pytest.mark.parametrize("text", ["GTK", "gtk", "Geological Survey of Finland", "Geologian tutkimuskeskus"])
def test_organisation_goes_by_acronym_id_and_names(library: Library, tmp_path: Path, text: str) -> None:
    submission = read(library, participations(tmp_path / "a.xlsx", [["", "MIREU", text, "Partner"]]))
    assert understood(submission, "participant") == ["organisation/gtk"]
    assert understood(submission, "inProject") == ["project/mireu"]


@pytest.mark.parametrize("text", ["Extraction", "extraction", "mgid:stage/extraction", "stage/extraction"])
def test_stage_is_understood(library: Library, tmp_path: Path, text: str) -> None:
    submission = read(library, activities(tmp_path / "a.xlsx", [["FI1D7", "cobalt", text]]))
    assert understood(submission, "stage") == ["stage/extraction"]


WRONG_NAMES = {
    "a slip": ("Laplnd", 'The graph has no "Laplnd" that could stand in the column region. Did you mean "Lapland"?'),
    "of another kind": ("MIREU", 'The graph has no "MIREU" that could stand in the column region.'),
    "an unknown IRI": (f"{ID}region/XX99", f'The graph has no "{ID}region/XX99" that could stand in'),
    "of nobody": ("https://example.org/x", 'The graph has no "https://example.org/x" that could stand in'),
}


@pytest.mark.parametrize(("text", "sentence"), WRONG_NAMES.values(), ids=WRONG_NAMES)
def test_unknown_name_is_a_finding_and_never_a_new_thing(
    library: Library, tmp_path: Path, text: str, sentence: str
) -> None:
    submission = read(library, activities(tmp_path / "a.xlsx", [[text, "Cobalt", "Extraction"]]))
    (result,) = submission.results
    assert f"{result.problem} {result.message}".startswith(sentence)
    assert understood(submission, "activityRegion") == []
    assert (result.severity, result.places[0].cell) == ("Violation", "A2")


@pytest.mark.parametrize("text", ["PL51", "2021-PL51", "nuts-code/2021-PL51"])
def test_nuts_code_goes_by_its_notation(library: Library, tmp_path: Path, text: str) -> None:
    submission = read(
        library, workbook(tmp_path / "a.xlsx", {"Region profiles": [["id", "NUTS code"], ["PL51", text]]})
    )
    assert understood(submission, "nutsCode") == ["nuts-code/2021-PL51"]


def test_country_that_is_not_known_has_like_names_and_no_sheet(library: Library, tmp_path: Path) -> None:
    (result,) = read(library, organisations(tmp_path / "a.xlsx", [["probe", "Probe", "Finnland", ""]])).results
    assert result.message.startswith('Did you mean "Finland"')
    assert "sheet" not in result.message


def test_name_of_several_things_lists_them_all(tmp_path: Path, tiny_root: Path) -> None:
    path = tiny_root / "data" / "regions" / "regions.ttl"
    path.write_text(path.read_text().replace('"Lower Silesia"@en', '"Lower Silesia"@en, "Twin"@en-gb'))
    path.write_text(path.read_text().replace('"Andalusia"@en', '"Andalusia"@en, "Twin"@en-gb'))
    with KnowledgeGraph.open(tiny_root) as graph:
        report = graph.validate(activities(tmp_path / "a.xlsx", [["twin", "Cobalt", "Extraction"]]))
    listed = '"twin" is the name of more than one thing: Andalusia (region/ES61); Lower Silesia (region/PL51).'
    assert said(report, "Violation") == [f"A2: {listed} Write what stands in the brackets."]


def test_what_stands_in_the_brackets_of_a_choice_is_understood(library: Library, tmp_path: Path) -> None:
    rows = [["", "project/mireu", "organisation/gtk", "Partner"], ["", "mireu", "GTK [gtk]", "Partner"]]
    submission = read(library, participations(tmp_path / "a.xlsx", rows))
    assert understood(submission, "inProject") == ["project/mireu"]
    assert [result.problem for result in submission.results] == ["A row above describes the same thing."]


def test_rows_refer_to_rows_of_other_sheets_by_name_acronym_and_id(library: Library, tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "a.xlsx",
        {
            "Participations": [
                ["project", "organisation", "role", "source", "confidence"],
                ["Probe project", "Institute of Probing", "Partner", SOURCE, "high"],
                ["REMIX", "PROBINST", "Partner", SOURCE, "high"],
                ["MIREU", "probing", "Partner", SOURCE, "high"],
                ["MIREU", "organisation/probing", "Partner", SOURCE, "high"],
            ],
            "Projects": [["name", "source", "confidence"], ["Probe project", SOURCE, "high"]],
            "Organisations": [
                ["id", "name", "acronym", "source", "confidence"],
                ["probing", "Institute of Probing", "PROBINST", SOURCE, "high"],
            ],
        },
    )
    submission = read(library, book)
    assert understood(submission, "participant") == ["organisation/probing"] * 3
    assert understood(submission, "inProject") == ["project/probe-project", "project/remix", "project/mireu"]
    assert [slug for slug in things(submission) if slug.startswith("participation/")] == [
        f"participation/{slug}" for slug in ("probe-project-probing", "remix-probing", "mireu-probing")
    ]


def test_rows_refer_to_things_in_other_files_and_in_rdf(library: Library, tmp_path: Path) -> None:
    table = organisations(tmp_path / "a.xlsx", [["", "Institute of Probing", "FI", ""]])
    rdf = text_file(
        tmp_path / "b.ttl",
        f'<{ID}project/probe> a <{MG}Project> ; <{PREFIXES["skos"]}prefLabel> "Probe of ore"@en .',
    )
    rows = participations(tmp_path / "c.xlsx", [["", "Probe of ore", "Institute of probing", "Partner"]])
    submission = read(library, rows, table, rdf)
    assert understood(submission, "participant") == ["organisation/institute-of-probing"]
    assert understood(submission, "inProject") == ["project/probe"]


def test_slip_in_the_name_of_a_row_proposes_that_row_first(library: Library, tmp_path: Path) -> None:
    table = organisations(tmp_path / "a.xlsx", [["", "Institute of Probing", "FI", ""]])
    rows = participations(tmp_path / "b.xlsx", [["", "MIREU", "Institut of Probing", "Partner"]])
    (result,) = read(library, table, rows).results
    assert result.message.startswith('Did you mean "Institute of Probing"')


IDS = {
    "given": (("probe-1", "Name", ""), "probe-1"),
    "given in capitals": (("MIREU", "Name", ""), "mireu"),
    "given with its kind": (("project/probe", "Name", ""), "probe"),
    "given as an IRI": ((f"{ID}project/probe", "Name", ""), "probe"),
    "made from the acronym": (("", "Name", "PRB 2"), "prb-2"),
    "made from the name": (("", "Ängsö järvi | Other @sv", ""), "angso-jarvi"),
}


@pytest.mark.parametrize(("row", "slug"), IDS.values(), ids=IDS)
def test_id_is(library: Library, tmp_path: Path, row: tuple[str, str, str], slug: str) -> None:
    submission = read(library, projects(tmp_path / "a.xlsx", [[*row, "", ""]]))
    assert things(submission) == [f"project/{slug}"]
    assert submission.results == ()


BAD_IDS = {
    "taken": (("", "MIREU", ""), "B2", 'The graph has "mireu" already, which would be the id of this row.'),
    "taken by the acronym": (("", "A", "MIREU"), "C2", 'The graph has "mireu" already, which would be the id of'),
    "unfit": (("Bad Id!", "A", ""), "A2", '"Bad Id!" cannot be part of a web address.'),
    "a way out": (("../x", "A", ""), "A2", '"../x" cannot be part of a web address.'),
    "turned round": (("a\u202eb", "A", ""), "A2", '"a\u202eb" cannot be part of a web address.'),
    "of elsewhere": (("https://example.org/x", "A", ""), "A2", '"https://example.org/x" is not an id of this graph.'),
    "of something else": (
        *(("organisation/gtk", "A", ""), "A2"),
        '"organisation/gtk" is not the id of something that belongs on the sheet Projects.',
    ),
    "of another kind": (("organisation/new", "A", ""), "A2", '"organisation/new" is not the id of something that'),
    "not to be made": (("", "Στερεά", ""), "B2", "The row has no id, and none can be made from it."),
}


@pytest.mark.parametrize(("row", "cell", "problem"), BAD_IDS.values(), ids=BAD_IDS)
def test_id_is_refused(library: Library, tmp_path: Path, row: tuple[str, str, str], cell: str, problem: str) -> None:
    (result,) = read(library, projects(tmp_path / "a.xlsx", [[*row, "", ""]])).results
    assert result.problem.startswith(problem)
    assert (result.severity, result.places[0].cell) == ("Violation", cell)


def test_refused_rows_of_two_files_stay_apart(graph: KnowledgeGraph, tmp_path: Path) -> None:
    paths = [projects(tmp_path / f"{at}.xlsx", [["Bad Id!", f"Name {at}", "", "H2020", 2021]]) for at in range(2)]
    advice = 'Use Latin letters, digits and hyphens only, such as "bad-id".'
    assert said(graph.validate(*paths)) == [f'A2 A2: "Bad Id!" cannot be part of a web address. {advice}']


def test_id_of_an_activity_is_made_of_what_it_is_about(library: Library, tmp_path: Path) -> None:
    submission = read(library, activities(tmp_path / "a.xlsx", [["Lappi", "Cobalt", ""], ["ES61", "", "Extraction"]]))
    assert things(submission) == [
        "activity/fi1d7-cobalt",
        "activity/es61-extraction",
    ]


def test_text_is_in_the_language_that_it_or_its_column_names(library: Library, tmp_path: Path) -> None:
    path = projects(
        tmp_path / "a.xlsx",
        [["p", "Name | Nimi @fi | a@b.fi", "Namn", "Jméno | Meno @sk", "Note"]],
        ["id", "name", "name @sv", "name (cs)", "note"],
    )
    names = {quad.object for quad in read(library, path).quads if quad.predicate.value.endswith("prefLabel")}
    expected = {"en": "Name", "fi": "Nimi", "sv": "Namn", "cs": "Jméno", "sk": "Meno"}
    assert names >= {ox.Literal(text, language=tag) for tag, text in expected.items()}


def value(library: Library, path: Path, name: str) -> list[str]:
    submission = read(library, path)
    return [*understood(submission, name), *(f"{result.problem} {result.message}" for result in submission.results)]


NUMBERS = {
    "plain": ("2999725.00", "2999725.00"),
    "decimal comma": ("2999725,5", "2999725.5"),
    "less than one": ("0,125", "0.125"),
    "points between thousands": ("2.999.725,00", "2999725.00"),
    "commas between thousands": ("2,999,725.00", "2999725.00"),
    "blanks": ("2 999 725", "2999725"),
    "narrow blanks": ("2\u202f999\u00a0725"[:5], "2999"),
    "apostrophes": ("2'999'725", "2999725"),
    "a number of the program": (2999725.5, "2999725.5"),
    "a whole number of the program": (1234, "1234"),
    "two readings": ("1,234", '"1,234" can be two numbers. Write 1234 or 1.2340.'),
    "words": ("two", '"two" is not a number. Write a number.'),
    "a currency": ("€ 5", '"€ 5" is not a number. Write a number.'),
    "an exponent": ("1E6", '"1E6" is not a number. Write a number.'),
    "true": (True, '"true" is not a number. Write a number.'),
}


@pytest.mark.parametrize(("cell", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_number_is_read_or_refused(library: Library, tmp_path: Path, cell: object, expected: str) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "Name", cell]], ["id", "name", "EU contribution"])
    assert value(library, path, "euContribution") == [expected]


def test_point_may_stand_between_thousands_where_others_have_commas(library: Library, tmp_path: Path) -> None:
    rows: Rows = [["p", "A", "1.234"], ["q", "B", "2,5"], ["r", "C", 1.234], ["s", "D", "0.125"]]
    path = projects(tmp_path / "a.xlsx", rows, ["id", "name", "EU contribution"])
    assert value(library, path, "euContribution") == [
        *("2.5", "1.234", "0.125"),
        '"1.234" can be two numbers where decimals have a comma. Write 1234 or 1,2340.',
    ]


DATES = {
    "year": ("2021", "2021"),
    "year as a number": (2021, "2021"),
    "month": ("2021-04", "2021-04"),
    "month, German": ("4/2021", "2021-04"),
    "day": ("2021-04-30", "2021-04-30"),
    "day, German": ("30.4.2021", "2021-04-30"),
    "day, British": ("30/04/2021", "2021-04-30"),
    "day, American": ("04/30/2021", "2021-04-30"),
    "day, Hungarian": ("2021.04.30", "2021-04-30"),
    "day of the program": (datetime.date(2021, 4, 30), "2021-04-30"),
    "the same day and month": ("04/04/2021", "2021-04-04"),
    "two readings": (
        "03/04/2021",
        '"03/04/2021" can be two days. Write the date as year-month-day, such as 2021-04-30.',
    ),
}


@pytest.mark.parametrize(("cell", "expected"), DATES.values(), ids=DATES)
def test_date_is_read_or_refused(library: Library, tmp_path: Path, cell: object, expected: str) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "Name", cell]], ["id", "name", "start"])
    assert value(library, path, "startDate") == [expected]


@pytest.mark.parametrize("text", ["30.02.2021", "2021-13-01", "soon", "31/31/2021", "2021-04-30T09:30:00"])
def test_day_that_does_not_exist_is_refused(library: Library, tmp_path: Path, text: str) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "Name", text]], ["id", "name", "start"])
    (sentence,) = value(library, path, "startDate")
    assert sentence.startswith(f'"{text}" is not a day (2021-04-30), a month (2021-04) or a year (2021).')


def test_datatype_follows_from_the_form_of_a_date(library: Library, tmp_path: Path) -> None:
    rows = [["p", "A", "2021"], ["q", "B", "2021-04"], ["r", "C", "30.4.2021"]]
    path = projects(tmp_path / "a.xlsx", rows, ["id", "name", "start"])
    starts = [quad.object for quad in read(library, path).quads if quad.predicate.value == f"{MG}startDate"]
    assert starts == [
        ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{name}"))
        for text, name in (("2021", "gYear"), ("2021-04", "gYearMonth"), ("2021-04-30", "date"))
    ]


def test_what_was_read_in_other_words_is_said(library: Library, tmp_path: Path) -> None:
    text = "id;name;EU contribution;start;source;confidence\n"
    text += f"p;A;2,5;30.4.2021;{SOURCE};high\nq;B;3;2021;{SOURCE};high\n"
    path = text_file(tmp_path / "projects.csv", text, "utf-16")
    notes = [note.removeprefix(str(tmp_path)).lstrip("/") for note in read(library, path).notes]
    assert notes == [
        "projects.csv: 2 rows of Projects.",
        "projects.csv: read as UTF-16, as its first bytes say.",
        "projects.csv: values are separated by semicolons.",
        'projects.csv, column C (EU contribution): 1 value was read in other words, such as "2,5" as 2.5.',
        'projects.csv, column D (start): 1 value was read in other words, such as "30.4.2021" as 2021-04-30.',
    ]


@pytest.mark.parametrize(("name", "encoding"), [("projects.csv", "utf-8"), ("Projects.CSV", "utf-8-sig")])
def test_text_file_is_known_by_its_name(library: Library, tmp_path: Path, name: str, encoding: str) -> None:
    path = text_file(tmp_path / name, f"name,source,confidence\nProbe,{SOURCE},high\n", encoding)
    assert things(read(library, path)) == ["project/probe"]


def test_text_file_is_known_by_its_headings(library: Library, tmp_path: Path) -> None:
    path = text_file(tmp_path / "my file.csv", f"project,organisation,role,source\nMIREU,GTK,Partner,{SOURCE}\n")
    assert things(read(library, path)) == ["participation/mireu-gtk"]


def test_text_file_in_another_encoding_is_read_when_that_is_named(graph: KnowledgeGraph, tmp_path: Path) -> None:
    text = f"id,name,country,source,confidence\nprobe,Jyväskylä probe,FI,{SOURCE},high\n"
    path = text_file(tmp_path / "organisations.csv", text, "latin-1")
    with pytest.raises(CheckError, match='reads as windows-1252: "Jyväskylä probe"'):
        graph.validate(path)
    assert graph.validate(path, encoding="windows-1252").conforms


def test_cell_of_several_lines_is_one_value(library: Library, tmp_path: Path) -> None:
    text = f'id,name,note,source,confidence\np,A,"one\r\ntwo",{SOURCE},high\nq,B,"x\n\ny",{SOURCE},high\n'
    submission = read(library, text_file(tmp_path / "projects.csv", text))
    notes = [quad.object for quad in submission.quads if quad.predicate.value.endswith("note")]
    assert notes == [ox.Literal(text, language="en") for text in ("one\r\ntwo", "x\n\ny")]


def test_notes_and_empty_rows_are_not_read(library: Library, tmp_path: Path) -> None:
    rows = [["id", "name"], ["# example", "Not me"], ["", ""], ["p", "Me"], [" #", "Nor me"], ["", "#2 me"]]
    book = workbook(tmp_path / "a.xlsx", {"Projects": rows})
    assert things(read(library, book)) == ["project/p", "project/2-me"]


ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_row_that_begins_with_an_error_is_no_note(library: Library, tmp_path: Path, code: str, kind: str) -> None:
    rows = [["id", "name"], [code, "A"]]
    if kind == "xlsx":
        path = workbook(tmp_path / "a.xlsx", {"Projects": rows})
    else:
        path = text_file(tmp_path / "projects.csv", "\n".join(map(",".join, rows)))
    (result,) = read(library, path).results
    assert result.problem in (
        f'"{code}" cannot be part of a web address.',
        "The cell holds an error of the spreadsheet program.",
    )
    assert (result.severity, result.places[0].cell) == ("Violation", "A2")


@pytest.mark.parametrize(("notes", "counted"), [(3, []), (4, ["4 rows begin with # and were not read."])])
def test_notes_beyond_those_of_the_template_are_counted(
    library: Library, tmp_path: Path, notes: int, counted: list[str]
) -> None:
    path = text_file(tmp_path / "projects.csv", "id,name\n" + "# 1,A\n" * notes + "p,B\n")
    found = [note.rpartition(": ")[2] for note in read(library, path).notes]
    assert found == ["1 row of Projects.", *counted]


def test_sheets_without_rows_and_the_readme_are_not_read(library: Library, tmp_path: Path) -> None:
    rows: Rows = [ACTIVITY, ["FI1D7", "Cobalt", "Extraction", "current", SOURCE, "high"]]
    sheets: dict[str, Rows] = {
        "README": [["How to"], ["x"]],
        "Notes of mine": [["empty"]],
        "Sites": [["id", "name"]],
        "Activities": rows,
    }
    submission = read(library, workbook(tmp_path / "a.xlsx", sheets))
    assert submission.results == ()
    assert understood(submission, "commodity") == ["commodity/cobalt"]


@pytest.mark.parametrize("name", ["Projects", "projects", "Project", "PROJECTS"])
def test_sheet_goes_by_its_name(library: Library, tmp_path: Path, name: str) -> None:
    book = workbook(tmp_path / "a.xlsx", {name: [["id", "name"], ["p", "A"]]})
    assert things(read(library, book)) == ["project/p"]


@pytest.mark.parametrize("heading", ["EU contribution", "eu Contribution", "mg:euContribution", f"{MG}euContribution"])
def test_column_goes_by_its_heading_or_property(library: Library, tmp_path: Path, heading: str) -> None:
    path = projects(tmp_path / "a.xlsx", [["p", "A", 5]], ["id", "name", heading])
    assert value(library, path, "euContribution") == ["5"]


def test_guarded_text_is_read_as_it_was(library: Library, tmp_path: Path) -> None:
    text = f'id,name,source,confidence\np,"\'=SUM(1) probe",{SOURCE},high\n'
    names = {quad.object for quad in read(library, text_file(tmp_path / "projects.csv", text)).quads}
    assert ox.Literal("=SUM(1) probe", language="en") in names


def test_table_with_notes_only_is_refused(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = text_file(tmp_path / "projects.csv", "id,name\n# example,A\n")
    with pytest.raises(CheckError, match="nothing is filled in"):
        graph.validate(path)


@pytest.mark.parametrize("text", ["foo>", "foo> ?p ?o } #", "https://example.org/x>", "a b", 'a"b', "a\\"])
def test_text_that_leads_out_of_an_iri_is_no_address(library: Library, tmp_path: Path, text: str) -> None:
    rows = [ORGANISATION, ["probe", "Probing Institute", "FI", "", text, "high"]]
    (result,) = read(library, workbook(tmp_path / "a.xlsx", {"Organisations": rows})).results
    assert result.problem == f'"{text}" is neither a web address nor the id of something in the graph.'
    assert result.places[0].cell == "E2"


def test_point_in_a_file_separated_by_semicolons_can_mean_a_thousand(library: Library, tmp_path: Path) -> None:
    path = text_file(tmp_path / "projects.csv", "id;name;total cost\np;P;1.234\nq;Q;12.5\n")
    (result,) = read(library, path).results
    assert result.problem == '"1.234" can be two numbers where decimals have a comma.'
