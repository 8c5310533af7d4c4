"""Forms: what the shapes ask for is what one fills in, and what is filled in is what is stated."""

from __future__ import annotations

import contextlib
import string
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filled_tables import SOURCE, read, workbook
from minegraph import KnowledgeGraph
from minegraph.build import build
from minegraph.errors import FormatError, NotFoundError
from minegraph.files import Layout, read_quads
from minegraph.forms import Form, Library, Names
from minegraph.forms.cells import join_values, split_values
from minegraph.forms.literals import LANG_STRING, STRING, read_literal, write_literal
from minegraph.forms.row import write_row
from minegraph.forms.sheet import Sheet
from minegraph.forms.tables import template_files
from minegraph.forms.unreadable import UnreadableError
from minegraph.forms.workbook import template_workbook
from minegraph.store import LocalStore
from minegraph.terms import GRAPH, ID, MG, PREFIXES, SHAPES
from minegraph.validation.shacl import SH, XSD

Written = Callable[[Library, Iterable[str], Path], list[Path]]
TYPE = f"{PREFIXES['rdf']}type"
FORM_TERMS = {"NodeShape", "PropertyGroup", "description", "group", "name", "order", "path", "property", "targetClass"}


@pytest.fixture(scope="module")
def library(shipped_root: Path, shipped_store: LocalStore) -> Library:
    """The forms of the shipped graph."""
    return Library(Layout(shipped_root), shipped_store)


@pytest.fixture(scope="module")
def stated(shipped_root: Path) -> dict[str, set[ox.Triple]]:
    """What the files state of each thing."""
    found: dict[str, set[ox.Triple]] = {}
    for graph, path in Layout(shipped_root).graph_files.items():
        if graph.startswith(f"{GRAPH}data/"):
            for quad in read_quads(path, graph):
                found.setdefault(str(quad.subject)[1:-1], set()).add(quad.triple)
    return found


def kinds(triples: Iterable[ox.Triple]) -> list[str]:
    return sorted(str(triple.object)[1:-1] for triple in triples if triple.predicate.value == TYPE)


def test_each_class_that_people_hand_in_has_a_usual_form(library: Library) -> None:
    assert {form.class_iri.removeprefix(MG): form.name for form in library.usual} == {
        "Project": "Projects",
        "Organisation": "Organisations",
        "Participation": "Participations",
        "Region": "Region profiles",
        "RegionalActivity": "Activities",
        "Site": "Sites",
        "PolicyInstrument": "Policy instruments",
        "Objective": "Objectives",
    }


def test_forms_describe_and_constrain_nothing(shipped_root: Path) -> None:
    quads = list(read_quads(shipped_root / "shapes" / "submission.ttl", "urn:forms"))
    used = {term.value for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    assert {iri.removeprefix(SH) for iri in used if iri.startswith(SH)} == FORM_TERMS


def test_every_column_has_a_header_of_its_own_and_an_explanation(library: Library) -> None:
    for form in library.forms:
        headers = [column.header for column in form.columns]
        assert len(set(headers)) == len(headers), form.name
        assert "id" not in headers
        assert [column.header for column in form.columns if not column.explanation] == []


def test_every_example_is_in_the_graph(library: Library, stated: dict[str, set[ox.Triple]]) -> None:
    for form in library.forms:
        assert library.form_of(kinds(stated[form.example])) == form, form.name


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("project", "Projects"),
        ("SITES", "Sites"),
        ("activity", "Activities"),
        ("RegionalActivity", "Activities"),
        ("region", "Region profiles"),
        ("policy instrument", "Policy instruments"),
    ],
)
def test_forms_go_by_class_and_by_name(library: Library, name: str, sheet: str) -> None:
    assert library.named(name).name == sheet


def test_unknown_form_names_the_nearest_and_all(library: Library) -> None:
    with pytest.raises(NotFoundError, match=r"no form 'projcts'. Did you mean 'Projects'.* Forms: Projects, Org"):
        library.named("projcts")


NEW_SHAPE = """
mgsh:Project-newThing a sh:PropertyShape ; sh:path mg:newThing ; sh:datatype xsd:gYear ;
    sh:minCount 1 ; sh:maxCount 1 ; sh:name "new thing"@en ; sh:message "Say it once."@en ; sh:severity sh:Violation .
mgsh:Project sh:property mgsh:Project-newThing .
"""
NEW_TERM = """
mg:newThing a owl:DatatypeProperty ; rdfs:label "new thing"@en ; skos:definition "the year of the new thing"@en .
"""
NEW_FORM = """
mgsh:CommodityForm a sh:NodeShape ; rdfs:label "Commodities"@en ; sh:targetClass mg:Commodity ; sh:order 9 ;
    void:uriSpace "https://w3id.org/minegraph/id/commodity/" ; sh:property [ sh:path skos:prefLabel ; sh:name "name" ] .
"""
PREFIX_LINES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("mg", "mgsh", "owl", "rdfs", "sh", "skos", "void", "xsd")
)


def append(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text()}\n{PREFIX_LINES}{text}")


@pytest.fixture
def changed(tiny_root: Path) -> Iterator[KnowledgeGraph]:
    """The miniature with one more property of projects, and a form for commodities."""
    append(tiny_root / "shapes" / "projects.ttl", NEW_SHAPE)
    append(tiny_root / "shapes" / "submission.ttl", NEW_FORM)
    append(tiny_root / "ontology" / "projects.ttl", NEW_TERM)
    with KnowledgeGraph.open(tiny_root) as graph:
        yield graph


def test_property_added_to_a_shape_is_a_column_that_is_checked(changed: KnowledgeGraph, tmp_path: Path) -> None:
    library = Library(changed.layout, LocalStore.open(build(changed.layout, changed.store_directory).store))
    column = library.named("project").properties[f"{MG}newThing"]
    assert (column.header, column.needed, column.single, column.values.datatypes) == (
        *("new thing", "required", True),
        (f"{XSD}gYear",),
    )
    assert column.explanation == "The year of the new thing. Write a year (2021)."
    heading = ["id", "name", "funded under", "start", "source", "confidence", "new thing"]
    row = ["alpha", "Alpha", "Call for regions", 2021, SOURCE, "high"]
    good = workbook(tmp_path / "good.xlsx", {"Projects": [heading, [*row, 2024]]})
    bad = workbook(tmp_path / "bad.xlsx", {"Projects": [heading, row]})
    said = {quad.object for quad in read(library, good).quads if quad.predicate.value == f"{MG}newThing"}
    assert said == {ox.Literal("2024", datatype=ox.NamedNode(f"{XSD}gYear"))}
    assert changed.validate(good).conforms
    (finding,) = [one for one in changed.validate(bad).findings if one.severity == "Violation"]
    assert (finding.constraint, finding.places[0].cell) == (f"{SHAPES}Project-newThing", "G2")


def test_new_form_is_a_sheet(changed: KnowledgeGraph, tmp_path: Path) -> None:
    assert "commodities.csv" in changed.template_files()
    filled = workbook(tmp_path / "a.xlsx", {"Commodities": [["id", "name"], ["unobtainium", "Unobtainium"]]})
    assert [note.rpartition(": ")[2] for note in changed.validate(filled).notes] == ["1 row of Commodities."]


def sheets_of(library: Library, things: Iterable[str]) -> list[Sheet]:
    return library.sheets((), things, library.names())


def assert_read_back(
    library: Library, paths: list[Path], things: Iterable[str], stated: dict[str, set[ox.Triple]]
) -> None:
    submission = read(library, *paths)
    assert [result.problem for result in submission.results] == []
    assert {quad.triple for quad in submission.quads} ^ {triple for iri in things for triple in stated[iri]} == set()


def described(library: Library, stated: dict[str, set[ox.Triple]]) -> dict[str, Form]:
    """The things of the graph that have a form."""
    return {iri: form for iri, triples in stated.items() if (form := library.form_of(kinds(triples)))}


def as_workbook(library: Library, things: Iterable[str], folder: Path) -> list[Path]:
    (folder / "all.xlsx").write_bytes(template_workbook(sheets_of(library, things), [], library.names()))
    return [folder / "all.xlsx"]


def as_tables(library: Library, things: Iterable[str], folder: Path) -> list[Path]:
    for name, content in template_files(sheets_of(library, things)).items():
        (folder / name).write_bytes(content)
    return sorted(folder.glob("*.csv"))


@pytest.mark.heavy
@pytest.mark.parametrize("written", [as_workbook, as_tables])
def test_all_things_written_into_a_template_read_back_as_they_are_stated(
    library: Library, stated: dict[str, set[ox.Triple]], tmp_path: Path, written: Written
) -> None:
    everything = described(library, stated)
    assert len(everything) > 6_000
    assert_read_back(library, written(library, everything, tmp_path), everything, stated)


def test_no_thing_says_anything_that_no_column_takes(library: Library, stated: dict[str, set[ox.Triple]]) -> None:
    everything = described(library, stated)
    assert [row.rest for sheet in sheets_of(library, everything) for row in sheet.rows if row.rest] == []


def test_what_no_column_takes_is_said(library: Library) -> None:
    form, thing = library.named("project"), ox.NamedNode(f"{ID}project/q")
    foreign = [
        ox.Triple(thing, ox.NamedNode(f"{PREFIXES['dcterms']}{name}"), ox.Literal("x")) for name in ("format", "type")
    ]
    row = write_row(
        form, thing.value, [*odd_project(thing.value, ox.Literal("Q", language="en")), *foreign], library.names()
    )
    plain = write_row(form, thing.value, odd_project(thing.value, ox.Literal("Q", language="en")), library.names())
    assert Sheet(form, None, (plain,)).left_out == ()
    assert Sheet(form, None, (plain, row)).left_out == (
        "Projects: dcterms:format, dcterms:type of q has no column, so it is left out; the graph keeps it.",
    )


ODD = ["|", "\\", '"', "'", "@", "^^", "=", "+", "-", "#", " ", "\n", "\t", "a", "1", ",", ".", ";", "[", "]", "(", ")"]
ODD += [
    "é",
    "e\u0301",
    "\u0627",
    "ב",
    "\u202b",
    "\u200f",
    "中",
    "😀",
    "\u00a0",
    "_x000D_",
    "fi",
    "http://",
    "mg:",
    "\u2028",
]
texts = st.lists(st.sampled_from(ODD) | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(
    "".join
)
values = texts.map(str.strip).filter(bool)
long_values = st.integers(5_000, 20_000).map(lambda length: "a | b\\" * (length // 6))


@given(st.lists(values | long_values, max_size=5))
def test_values_of_a_cell_come_apart_as_they_were_joined(several: list[str]) -> None:
    assert split_values(join_values(several)) == several


@given(texts)
def test_any_cell_splits_into_trimmed_values_that_join_again(cell: str) -> None:
    parts = split_values(cell)
    assert [part for part in parts if part != part.strip() or not part] == []
    assert split_values(join_values(parts)) == parts


tags = st.sampled_from(["en", "fi", "und", "sr-latn"])
tagged = st.builds(lambda text, tag: ox.Literal(text, language=tag), values, tags)
LABEL = ox.NamedNode(f"{PREFIXES['skos']}altLabel")


@pytest.fixture(scope="module")
def names(library: Library) -> Names:
    return library.names()


@given(st.lists(tagged, min_size=30, max_size=100))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("write", ["a.xlsx", "projects.csv"])
def test_odd_texts_survive_a_table(
    library: Library, names: Names, tmp_path: Path, write: str, labels: list[ox.Literal]
) -> None:
    form = library.named("project")
    said = {triple for at, label in enumerate(labels) for triple in odd_project(f"{ID}project/p{at}", label)}
    rows = [
        write_row(form, f"{ID}project/p{at}", odd_project(f"{ID}project/p{at}", label), names)
        for at, label in enumerate(labels)
    ]
    sheet = Sheet(form, None, (*rows, write_row(form, f"{ID}project/q", odd_project(f"{ID}project/q", LONG), names)))
    content = template_workbook([sheet], [], names) if write == "a.xlsx" else template_files([sheet])[write]
    (tmp_path / write).write_bytes(content)
    assert {quad.triple for quad in read(library, tmp_path / write).quads} == said | set(
        odd_project(f"{ID}project/q", LONG)
    )


def test_cell_that_excel_cannot_hold_is_refused(library: Library, names: Names) -> None:
    thing = f"{ID}project/q"
    row = write_row(library.named("project"), thing, odd_project(thing, ox.Literal("x" * 33_000, language="en")), names)
    with pytest.raises(FormatError, match='"q", column other names: longer than the 32,767 characters'):
        template_workbook([Sheet(library.named("project"), None, (row,))], [], names)


LONG = ox.Literal("a | b\\" * 3_000, language="en")


def odd_project(iri: str, label: ox.Literal) -> list[ox.Triple]:
    node = ox.NamedNode(iri)
    return [
        ox.Triple(node, ox.NamedNode(TYPE), ox.NamedNode(f"{MG}Project")),
        ox.Triple(node, LABEL, label),
        ox.Triple(node, ox.NamedNode(f"{MG}acronym"), ox.Literal("=1+1")),
    ]


@pytest.fixture(scope="module")
def datatype_sets(library: Library) -> set[tuple[str, ...]]:
    return {column.values.datatypes for form in library.forms for column in form.columns}


DATES = (f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear")
WKT = f"{PREFIXES['geo']}wktLiteral"
ANY_VALUE = (*(f"{XSD}{name}" for name in ("integer", "decimal", "boolean")), *DATES, STRING, LANG_STRING)
DATATYPE_SETS = [(), (LANG_STRING,), (STRING,), DATES, (f"{XSD}decimal",), (f"{XSD}integer",), (f"{XSD}boolean",)]
DATATYPE_SETS += [(f"{XSD}gYear",), (WKT,), ANY_VALUE]


def test_all_sets_of_datatypes_that_columns_have_are_tried_below(datatype_sets: set[tuple[str, ...]]) -> None:
    assert {frozenset(one) for one in datatype_sets} == {frozenset(one) for one in DATATYPE_SETS}


def typed(name: str, lexicals: st.SearchStrategy[str]) -> st.SearchStrategy[ox.Literal]:
    return lexicals.map(lambda lexical: ox.Literal(lexical, datatype=ox.NamedNode(f"{XSD}{name}")))


languages = st.sampled_from(["en", "fi", "el-latn", "sr-latn", "und", "zh-hant-tw", "se"])
literals = st.one_of(
    values.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), values, languages),
    typed("decimal", st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda one: f"{one:f}")),
    typed("decimal", st.sampled_from(["1.", ".5", "+1.0", "-0", "1.234", "0010", "1E3", "abc"])),
    typed("integer", st.integers().map(str) | st.sampled_from(["+7", "007", "-0"])),
    typed("boolean", st.sampled_from(["true", "false", "1", "0"])),
    typed("date", st.dates().map(str) | st.sampled_from(["2020-02-30", "2021-04-30Z", "soon"])),
    typed("gYearMonth", st.sampled_from(["2021-04", "0001-12", "2021-13"])),
    typed("gYear", st.sampled_from(["2021", "-0044", "12021"])),
    st.just(ox.Literal("POINT(26.5 67.9)", datatype=ox.NamedNode(WKT))),
)


@given(literals, st.sampled_from(DATATYPE_SETS))
@settings(max_examples=500)
def test_literals_are_read_as_they_were_written(literal: ox.Literal, datatypes: tuple[str, ...]) -> None:
    assert read_literal(write_literal(literal, datatypes), datatypes).term == literal


@given(values, languages)
def test_text_in_a_column_of_a_language_needs_no_mark(text: str, language: str) -> None:
    literal = ox.Literal(text, language=language)
    written = write_literal(literal, (LANG_STRING,), language)
    assert read_literal(written, (LANG_STRING,), language).term == literal
    assert written == text or "@" in text or "^^" in text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_numbers_with_a_comma_and_thousands_apart_are_the_same_numbers(number: Decimal) -> None:
    plain = f"{number:f}"
    continental = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    french = f"{number:,f}".replace(",", "\u202f").replace(".", ",")
    if abs(number) >= 1_000:
        read_back = [read_literal(text, (f"{XSD}decimal",)) for text in (continental, french)]
        assert [(reading.term.value, reading.reworded) for reading in read_back] == [(plain, True)] * 2


@given(st.text(string.digits + ".,' -+eE", max_size=9))
def test_what_is_read_as_a_number_has_the_digits_of_the_text(text: str) -> None:
    try:
        number = read_literal(text, (f"{XSD}decimal",)).term.value
    except ValueError:
        return
    assert [character for character in number if character in string.digits] == [
        character for character in text if character in string.digits
    ]
    Decimal(number)


def test_ids_of_the_graph_are_short_in_their_form(library: Library) -> None:
    (sheet,) = library.sheets((), [f"{ID}region/FI1D7"], library.names())
    assert [row.id for row in sheet.rows] == ["FI1D7"]


endings = st.sampled_from(["", " ^^http://|", "^^xsd:gYear", " ^^", " ^^mg:", "@fi", " @und", " @x-"])


@given(texts, endings, st.sampled_from(sorted(DATATYPE_SETS)))
def test_any_text_is_a_literal_or_said_to_be_none(text: str, ending: str, datatypes: tuple[str, ...]) -> None:
    term: ox.NamedNode | ox.Literal | None = None
    with contextlib.suppress(UnreadableError):
        term = read_literal(f"{text}{ending}", datatypes).term
    if isinstance(term, ox.Literal):
        assert read_literal(write_literal(term, datatypes), datatypes).term == term
