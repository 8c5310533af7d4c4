"""The knowledge graph as an object, as code and notebooks use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph import FormatError, KnowledgeGraph, NotFoundError, QueryError, RefusedQueryError, StoreError
from minegraph.frames import frame
from minegraph.terms import ID

LAPLAND = f"{ID}region/FI1D7"


@pytest.fixture(scope="module")
def graph(tiny_generation: Path) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.open(tiny_generation.parents[2]) as graph:
        yield graph


def test_rows_are_dicts_of_python_values(graph: KnowledgeGraph) -> None:
    text = (
        "SELECT * { VALUES (?iri ?number ?amount ?truth ?day ?year ?text ?none) { (mg:a 3 2.50 true"
        ' "2021-02-28"^^xsd:date "2014"^^xsd:gYear "Lappi"@fi UNDEF) } }'
    )
    prefixes = "PREFIX mg: <https://w3id.org/minegraph/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    assert list(graph.query(prefixes + text)) == [
        {
            "iri": "https://w3id.org/minegraph/ontology#a",
            "number": 3,
            "amount": 2.5,
            "truth": True,
            "day": date(2021, 2, 28),
            "year": 2014,
            "text": "Lappi",
            "none": None,
        }
    ]


def test_literal_that_is_not_of_its_datatype_stays_text(graph: KnowledgeGraph) -> None:
    text = 'SELECT ("30 February"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day) {}'
    assert list(graph.query(text)) == [{"day": "30 February"}]


def test_stored_question_takes_names_and_python_values(graph: KnowledgeGraph) -> None:
    rows = list(graph.query("partners-of-project", project="Alloys of tomorrow"))
    assert [row["label"] for row in rows] == ["Silesian Smelter", "Survey of the North"]


def test_name_of_a_parameter_says_where_to_look(graph: KnowledgeGraph) -> None:
    assert f"<{ID}stage/extraction>" in graph.query_text("regions-by-commodity", stage="extraction")


def test_path_is_a_file_and_text_is_a_query(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "one.rq"
    path.write_text("SELECT (1 AS ?one) {}")
    assert list(graph.query(path)) == list(graph.query(path.read_text())) == [{"one": 1}]


def test_answer_is_its_truth(graph: KnowledgeGraph) -> None:
    assert graph.query("ASK { ?s ?p ?o }")
    assert not graph.query("ASK { ?s ?s ?s }")


def test_graph_gives_triples_and_rows(graph: KnowledgeGraph) -> None:
    results = graph.query(f"CONSTRUCT WHERE {{ <{LAPLAND}> a ?class }}")
    assert all(isinstance(triple, ox.Triple) for triple in results.triples)
    assert {row["subject"] for row in results} == {LAPLAND}
    assert b"mgid:" in results.written("ttl")
    with pytest.raises(FormatError):
        results.written("csv")


def test_csv_is_that_of_the_w3c(graph: KnowledgeGraph) -> None:
    assert graph.query("SELECT (1 AS ?a) (2 AS ?b) {}").to_csv() == "a,b\r\n1,2\r\n"


def test_pandas_keeps_numbers_dates_and_gaps(graph: KnowledgeGraph) -> None:
    text = (
        'SELECT * { VALUES (?n ?x ?day ?t ?name) { (1 2.5 "2021-02-28"^^<http://www.w3.org/2001/XMLSchema#date> true '
        '"a") (UNDEF UNDEF UNDEF UNDEF UNDEF) } }'
    )
    table = graph.query(text).to_pandas()
    assert {name: str(kind) for name, kind in table.dtypes.items()} == {
        "n": "Int64",
        "x": "float64",
        "day": "datetime64[s]",
        "t": "boolean",
        "name": "object",
    }
    assert len(table) == 2
    assert table["n"].sum() == 1


def test_pandas_of_no_rows_has_the_columns(graph: KnowledgeGraph) -> None:
    table = graph.query("SELECT ?a ?b { ?a ?a ?b FILTER(false) }").to_pandas()
    assert (list(table.columns), len(table)) == (["a", "b"], 0)


def test_pandas_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Exception, match=r"pip install 'minegraph\[notebook\]'"):
        frame(("a",), [(1,)])


def test_notebooks_show_escaped_tables(graph: KnowledgeGraph) -> None:
    shown = graph.query("SELECT ('<script>' AS ?x) (<https://example.org/a> AS ?y) {}")._repr_html_()
    assert "&lt;script&gt;" in shown
    assert '<a href="https://example.org/a"' in shown
    assert "<script" not in shown


def test_notebooks_show_long_results_in_part(graph: KnowledgeGraph) -> None:
    results = graph.query("SELECT * { ?s ?p ?o }")
    assert f"… and {len(results) - 500} more rows" in results._repr_html_()


def test_describe_shows_in_a_notebook(graph: KnowledgeGraph) -> None:
    assert "North Mine" in graph.describe("Lappi")._repr_html_()


def test_synergies_in_every_form(graph: KnowledgeGraph) -> None:
    found = graph.synergies("Lapland", profile="supply-chain", top=2)
    assert found.region.iri == LAPLAND
    assert [synergy.partner.label for synergy in found] == list(found.to_pandas()["partner"])
    assert "Partners for Lapland" in found._repr_html_()
    assert len(found.details()) == sum(len(part.items) for synergy in found for part in synergy.components)
    assert '"profile": "supply-chain"' in found.to_json()


def test_validate_gives_a_report(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert graph.validate().conforms
    path = tmp_path / "bad.ttl"
    path.write_text(f"<{ID}region/X> a <https://w3id.org/minegraph/ontology#Region> .")
    report = graph.validate(path)
    assert not report.conforms
    assert "Does not conform" in report._repr_html_()


def test_file_of_the_graph_is_validated_once(graph: KnowledgeGraph) -> None:
    assert graph.validate(*(graph.layout.root / "data").rglob("*.ttl")).conforms


def test_questions_are_by_name(graph: KnowledgeGraph) -> None:
    assert sorted(graph.questions) == ["partners-of-project", "regions-by-commodity"]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("partners", NotFoundError),
        ("DROP ALL ", RefusedQueryError),
        ("SELECT {", QueryError),
        ("\n", QueryError),
        ("", NotFoundError),
    ],
)
def test_query_that_cannot_be_run_raises(graph: KnowledgeGraph, question: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        graph.query(question)


def test_endpoint_has_no_files(tiny_generation: Path, endpoint: str) -> None:
    with KnowledgeGraph.open(tiny_generation.parents[2], endpoint) as graph:
        assert graph.describe("Lapland").label == "Lapland"
        for verb in (graph.build, graph.validate, graph.export):
            with pytest.raises(StoreError, match="has no files"):
                verb()


def test_open_sees_changed_files(tiny_root: Path) -> None:
    with KnowledgeGraph.open(tiny_root, tiny_root.parent / "store") as graph:
        assert graph.build().reloaded
        assert graph.build().unchanged
        (tiny_root / "data" / "new.ttl").write_text("<http://x/a> <http://x/b> <http://x/c> .")
    assert graph.query("ASK { <http://x/a> ?p ?o }")


def test_library_warns_of_the_last_good_store(tiny_root: Path) -> None:
    KnowledgeGraph.open(tiny_root).build()
    (tiny_root / "data" / "bad.ttl").write_text("<a> <b>")
    with pytest.warns(UserWarning, match=r"bad.ttl"):
        assert KnowledgeGraph.open(tiny_root).describe("Lapland")


def test_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "minegraph", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("minegraph ")


def test_results_print_as_pages(graph: KnowledgeGraph) -> None:
    assert str(graph.query("SELECT ('x' AS ?name) {}")) == "name\n----\nx"
    assert repr(graph.describe("North Mine")).startswith("North Mine\n==========\n")


def test_name_mistyped_in_a_file_of_the_graph_does_not_conform(tiny_root: Path) -> None:
    file = tiny_root / "data" / "mistyped.ttl"
    file.write_text(
        "PREFIX mg: <https://w3id.org/minegraph/ontology#>\n"
        "<https://w3id.org/minegraph/id/participation/x> a mg:Participation ;"
        " mg:inProject <https://w3id.org/minegraph/id/project/nowhere> .\n"
    )
    with KnowledgeGraph.open(tiny_root) as graph:
        graph.build()
        found = {(result.component.partition("#")[2], str(result.value)) for result in graph.validate(file).results}
    assert ("ClassConstraintComponent", "<https://w3id.org/minegraph/id/project/nowhere>") in found
