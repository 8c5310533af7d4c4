"""Results in the formats of the W3C, and as tables."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph import render
from minegraph.errors import FormatError
from minegraph.pages import Link, Table, plain
from minegraph.store import Solutions, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
LAPLAND = ox.NamedNode("https://w3id.org/minegraph/id/region/FI1D7")
MIXED = Solutions(
    ("region", "label", "sites"),
    (
        (LAPLAND, ox.Literal("Lappi", language="fi"), ox.Literal(10)),
        (LAPLAND, ox.Literal('a "quoted", text\nof two lines'), None),
        (ox.BlankNode("b0"), None, ox.Literal("007", datatype=ox.NamedNode(f"{XSD}integer"))),
    ),
)

literals = st.one_of(
    st.builds(ox.Literal, st.text()),
    st.builds(lambda text: ox.Literal(text, language="el"), st.text()),
    st.builds(ox.Literal, st.integers()),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}date")), st.text()),
)
terms = st.one_of(st.none(), st.just(LAPLAND), literals)


def test_csv_is_as_the_w3c_says() -> None:
    assert render.solutions(MIXED, "csv") == (
        b"region,label,sites\r\n"
        b"https://w3id.org/minegraph/id/region/FI1D7,Lappi,10\r\n"
        b'https://w3id.org/minegraph/id/region/FI1D7,"a ""quoted"", text\nof two lines",\r\n'
        b"_:b0,,007\r\n"
    )


def test_tsv_is_as_the_w3c_says() -> None:
    assert render.solutions(MIXED, "tsv") == (
        b"?region\t?label\t?sites\n"
        b'<https://w3id.org/minegraph/id/region/FI1D7>\t"Lappi"@fi\t10\n'
        b'<https://w3id.org/minegraph/id/region/FI1D7>\t"a \\"quoted\\", text\\nof two lines"\t\n'
        b"_:b0\t\t007\n"
    )


def test_json_is_as_the_w3c_says() -> None:
    assert json.loads(render.solutions(MIXED, "json")) == {
        "head": {"vars": ["region", "label", "sites"]},
        "results": {
            "bindings": [
                {
                    "region": {"type": "uri", "value": LAPLAND.value},
                    "label": {"type": "literal", "value": "Lappi", "xml:lang": "fi"},
                    "sites": {"type": "literal", "value": "10", "datatype": f"{XSD}integer"},
                },
                {
                    "region": {"type": "uri", "value": LAPLAND.value},
                    "label": {"type": "literal", "value": 'a "quoted", text\nof two lines'},
                },
                {
                    "region": {"type": "bnode", "value": "b0"},
                    "sites": {"type": "literal", "value": "007", "datatype": f"{XSD}integer"},
                },
            ]
        },
    }


@given(st.lists(st.tuples(terms, terms)))
def test_xml_and_json_bring_back_the_same_rows(rows: list[tuple[Term | None, Term | None]]) -> None:
    kept = [row for row in rows if not any("\r" in str(term) or _is_unspeakable(term) for term in row)]
    asked = Solutions(("a", "b"), tuple(kept))
    for name, form in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        read = ox.parse_query_results(render.solutions(asked, name), form)
        assert isinstance(read, ox.QuerySolutions)
        assert [tuple(row) for row in read] == kept


def _is_unspeakable(term: Term | None) -> bool:
    """XML has no way to write most control characters, nor the two that are no characters."""
    text = term.value if isinstance(term, ox.Literal) else ""
    return any((ord(one) < 0x20 and one not in "\t\n") or one in "\ufffe\uffff" for one in text)


def test_spreadsheet_formulas_stay_exact_in_csv() -> None:
    result = Solutions(("x",), ((ox.Literal("=1+1"),),))
    assert render.solutions(result, "csv") == b"x\r\n=1+1\r\n"


@pytest.mark.parametrize("value", [True, False])
def test_answer_is_json_or_xml(value: bool) -> None:
    assert json.loads(render.answer(value, "json"))["boolean"] is value
    assert f"<boolean>{str(value).lower()}</boolean>".encode() in render.answer(value, "xml")


def test_graph_is_sorted_and_has_only_the_prefixes_it_uses() -> None:
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    triples = [ox.Triple(LAPLAND, label, ox.Literal(text, language="en")) for text in ("b", "a")]
    assert render.graph(triples, "ttl") == render.graph(reversed(triples), "ttl")
    assert render.graph(triples, "nt").decode().splitlines() == [
        f'<{LAPLAND.value}> <{label.value}> "a"@en .',
        f'<{LAPLAND.value}> <{label.value}> "b"@en .',
    ]
    assert b"mgid:" in render.graph(triples, "ttl")
    assert b"foaf:" not in render.graph(triples, "ttl")


def test_table_of_a_graph_is_turtle() -> None:
    assert render.format_for("GRAPH", "table") == "ttl"


@pytest.mark.parametrize(
    ("form", "name", "fitting"),
    [
        ("SELECT", "ttl", "table, csv, tsv, json, xml or xlsx"),
        ("ASK", "csv", "table, json or xml"),
        ("GRAPH", "tsv", "ttl, nt, jsonld or rdfxml"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(form: render.Form, name: str, fitting: str) -> None:
    with pytest.raises(FormatError, match=fitting):
        render.format_for(form, name)


def test_table_has_curies_and_numbers_to_the_right() -> None:
    (table,) = render.page(Solutions(("region", "n"), ((LAPLAND, ox.Literal(5)), (LAPLAND, ox.Literal(12)))))
    link = Link("mgid:region/FI1D7", LAPLAND.value)
    assert table == Table(("region", "n"), ((link, "5"), (link, "12")), numeric=frozenset({1}))
    assert plain.text((table,)).splitlines() == [
        "region              n",
        "-----------------  --",
        "mgid:region/FI1D7   5",
        "mgid:region/FI1D7  12",
    ]
