"""One table of formats, and the forms that people did not have before: spreadsheets, JSON-LD, RDF/XML."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from minegraph import formats, render
from minegraph.errors import FormatError
from minegraph.json_ld import json_ld
from minegraph.pages import Link
from minegraph.results import Results
from minegraph.site.templates import inlined
from minegraph.spreadsheet import Content, content, spreadsheet
from minegraph.store import LocalStore, Solutions
from minegraph.terms import PREFIXES

XSD = PREFIXES["xsd"]
LAPLAND = ox.NamedNode("https://w3id.org/minegraph/id/region/FI1D7")
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")


def cells(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def test_every_family_of_formats_has_each_name_suffix_and_media_type_once() -> None:
    families = (formats.ROWS, formats.ANSWERS, formats.GRAPHS, formats.DATASETS, formats.DESCRIPTIONS)
    for family in families:
        for part in ("name", "suffix", "media_type"):
            assert len({getattr(one, part) for one in family}) == len(family)


def test_engine_and_table_agree_on_media_types_and_suffixes() -> None:
    for one in (formats.TURTLE, formats.N_TRIPLES, formats.JSON_LD, formats.RDF_XML, formats.N_QUADS, formats.TRIG):
        known = ox.RdfFormat.from_media_type(one.media_type)
        assert known is not None
        assert known.file_extension == one.suffix


def test_spreadsheet_has_numbers_dates_and_truth_as_such() -> None:
    row = (
        LAPLAND,
        ox.Literal("Lappi", language="fi"),
        ox.Literal(10),
        literal("0.5", "decimal"),
        literal("2021-02-28", "date"),
        literal("2023", "gYear"),
        ox.Literal(True),
        None,
    )
    result = Results("SELECT", Solutions(tuple("abcdefgh"), (row,)))
    head, first = cells(result.written("xlsx"))
    assert head == list("abcdefgh")
    assert first == [LAPLAND.value, "Lappi", 10, 0.5, datetime(2021, 2, 28), 2023, True, None]


def test_addresses_in_a_spreadsheet_can_be_clicked_when_they_lead_to_the_web() -> None:
    links = [Link(iri, iri) for iri in (LAPLAND.value, "urn:x", "javascript:alert(1)", "file:///etc/passwd")]
    sheet = openpyxl.load_workbook(BytesIO(spreadsheet(["x"], [(link,) for link in links]))).active
    assert [cell.hyperlink.target if cell.hyperlink else None for (cell,) in sheet.iter_rows(min_row=2)] == [
        LAPLAND.value,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://evil")', "+1", "@SUM(A1)", "-2", "\t=1", "＝1+1"])  # noqa: RUF001
def test_text_in_a_spreadsheet_stays_text_also_when_it_is_edited(text: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(spreadsheet(["x"], [(text,)]))).active
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (12345678901234567890, "12345678901234567890"),
        (date(1850, 1, 1), "1850-01-01"),
        (datetime(2021, 1, 1, 10, tzinfo=UTC), "2021-01-01T10:00:00+00:00"),
        (datetime(2021, 1, 1, 10), datetime(2021, 1, 1, 10)),
        ("", None),
    ],
)
def test_what_a_spreadsheet_would_change_stays_text(given: Content, held: object) -> None:
    assert cells(spreadsheet(["x", "y"], [(given, 1)]))[1] == [held, 1]


@pytest.mark.parametrize("text", ["INF", "NaN", "1e30"])
def test_number_that_a_cell_has_no_room_for_is_its_text(text: str) -> None:
    assert content(literal(text, "double")) == text


def test_what_does_not_fit_into_a_sheet_is_refused_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError, match="row 3, column name: longer than the 32,767 characters"):
        spreadsheet(["name"], [("a",), ("a" * 40_000,)])
    monkeypatch.setattr("minegraph.spreadsheet.MOST_ROWS", 2)
    with pytest.raises(FormatError, match="More than 2 rows"):
        spreadsheet(["name"], [("a",)] * 3)
    with pytest.raises(FormatError, match="20,000 columns"):
        spreadsheet(["x"] * 20_000, [])


def test_links_beyond_what_a_sheet_can_have_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minegraph.spreadsheet.MOST_LINKS", 1)
    links = [(Link(f"https://example.org/{at}", f"https://example.org/{at}"),) for at in range(2)]
    sheet = openpyxl.load_workbook(BytesIO(spreadsheet(["x"], links))).active
    assert [(cell.value, cell.hyperlink is not None) for (cell,) in sheet.iter_rows(min_row=2)] == [
        ("https://example.org/0", True),
        ("https://example.org/1", False),
    ]


def test_same_rows_give_the_same_spreadsheet() -> None:
    rows = [("a", 1), ("b", 2)]
    assert spreadsheet(["x", "y"], rows, "a/b: [c]*?") == spreadsheet(["x", "y"], rows, "a/b: [c]*?")
    assert cells(spreadsheet([], [])) in ([], [[None]])


simple = st.text(st.characters(exclude_categories=("Cs", "Cc")))
objects = st.one_of(
    st.just(LAPLAND),
    st.builds(ox.Literal, simple),
    st.builds(lambda text: ox.Literal(text, language="el"), simple),
    st.builds(lambda number: literal(f"{number:03}", "integer"), st.integers()),
    st.builds(lambda text: literal(text, "date"), simple),
)
triples = st.lists(
    st.builds(
        ox.Triple,
        st.sampled_from([LAPLAND, ox.NamedNode("urn:x"), ox.NamedNode("https://w3id.org/minegraph/id///evil")]),
        st.sampled_from([LABEL, TYPE, ox.NamedNode("http://example.org/p")]),
        objects,
    )
)


@given(triples)
def test_json_ld_says_the_same_to_other_readers(stated: list[ox.Triple]) -> None:
    written = render.graph(stated, "jsonld")
    assert {quad.triple for quad in ox.parse(written, ox.RdfFormat.JSON_LD)} == set(stated)


@given(triples)
def test_rdf_xml_says_the_same(stated: list[ox.Triple]) -> None:
    assert {quad.triple for quad in ox.parse(render.graph(stated, "rdfxml"), ox.RdfFormat.RDF_XML)} == set(stated)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_all_forms_of_a_graph_say_the_same_to_rdflib(tiny_store: LocalStore) -> None:
    stated = tiny_store.construct(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/minegraph/ontology#Site> ; ?p ?o }"
    )
    read = [rdflib.Graph().parse(data=render.graph(stated, one.name), format=one.media_type) for one in formats.GRAPHS]
    assert len(read[0]) == len(set(stated))
    assert all(isomorphic(read[0], other) for other in read[1:])


def test_json_ld_is_short_and_exact() -> None:
    stated = [
        ox.Triple(LAPLAND, TYPE, ox.NamedNode("https://w3id.org/minegraph/ontology#Region")),
        ox.Triple(LAPLAND, LABEL, ox.Literal("Lappi", language="fi")),
        ox.Triple(LAPLAND, ox.NamedNode("http://example.org/n"), literal("007", "integer")),
    ]
    assert json.loads(json_ld(stated)) == {
        "@context": {prefix: PREFIXES[prefix] for prefix in ("mg", "mgid", "skos", "xsd")},
        "@graph": [
            {
                "@id": "mgid:region/FI1D7",
                "@type": ["mg:Region"],
                "skos:prefLabel": [{"@value": "Lappi", "@language": "fi"}],
                "http://example.org/n": [{"@value": "007", "@type": "xsd:integer"}],
            }
        ],
    }


def test_inlined_json_ld_cannot_leave_its_script_element() -> None:
    stated = [ox.Triple(LAPLAND, LABEL, ox.Literal("</script><script>alert(1)</script><!--"))]
    text = str(inlined(json.loads(json_ld(stated))))
    assert "<" not in text
    assert json.loads(text) == json.loads(json_ld(stated))


@pytest.mark.parametrize(
    ("property_", "value", "problem"),
    [
        ("http://example.org/123", "a", "cannot name the property <http://example.org/123>"),
        ("http://example.org/", "a", "cannot name the property <http://example.org/>"),
        ("http://example.org/p", "a\x01", "cannot write a control character"),
    ],
)
def test_rdf_xml_refuses_what_it_cannot_say(property_: str, value: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        render.graph([ox.Triple(LAPLAND, ox.NamedNode(property_), ox.Literal(value))], "rdfxml")
