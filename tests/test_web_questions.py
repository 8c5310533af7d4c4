"""The stored questions over HTTP: pages with forms, data with addresses, and their description as an API."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pyoxigraph as ox
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from minegraph.files import Layout
from minegraph.formats import ROWS, Format
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.queries import Question, catalogue
from minegraph.terms import BASE, PREFIXES
from minegraph.web.openapi import openapi

Document = dict[str, Any]
QUESTION = "/queries/regions-by-commodity"


@pytest.fixture(scope="module")
def questions(shipped_root: Path) -> list[Question]:
    return list(catalogue(Layout(shipped_root)).values())


@pytest.fixture(scope="module")
def described(questions: list[Question]) -> Document:
    """The description of the API, as a client reads it."""
    document: Document = json.loads(json.dumps(openapi(questions, "http://127.0.0.1:8017")))
    return document


@pytest.mark.parametrize("form", ROWS, ids=lambda form: form.name)
def test_question_is_answered_in_every_format(tiny_server: httpx.Client, form: Format) -> None:
    answer = tiny_server.get(f"{QUESTION}.{form.suffix}", params={"commodity": "Cobalt"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, form.content_type)
    assert b"FI1D7" in answer.content or form.name == "xlsx"
    negotiated = tiny_server.get(QUESTION, params={"commodity": "Cobalt"}, headers={"accept": form.media_type})
    assert negotiated.headers["content-location"] == f"{QUESTION}.{form.suffix}?commodity=Cobalt"
    assert negotiated.headers["vary"] == "Accept"
    assert negotiated.content == answer.content


def test_answer_is_that_of_the_library(tiny_server: httpx.Client, tiny_generation: Path) -> None:
    answer = tiny_server.get(f"{QUESTION}.csv", params={"commodity": "cobalt"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    with KnowledgeGraph.open(tiny_generation.parents[2]) as graph:
        expected = graph.query("regions-by-commodity", commodity="cobalt").to_csv()
    assert answer.text == expected
    assert any("FI1D7" in str(row) for row in rows)


def test_spreadsheet_of_an_answer_is_named_and_opens(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get(f"{QUESTION}.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="regions-by-commodity.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A1"].value == "region"


def test_unchanged_answer_is_not_sent_again(tiny_server: httpx.Client) -> None:
    tag = tiny_server.get(f"{QUESTION}.csv").headers["etag"]
    assert tiny_server.get(f"{QUESTION}.csv", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/nix.csv", 404, "There is no question 'nix'"),
        ("/queries/region-by-commodity.csv", 404, "Did you mean 'regions-by-commodity'"),
        ("/queries/nix", 404, "There is no question 'nix'"),
        (f"{QUESTION}.csv?commodity=Cobblt", 400, "Did you mean 'Cobalt'"),
        (f"{QUESTION}.csv?comodity=Cobalt", 400, "Did you mean 'commodity'?"),
        (f"{QUESTION}.csv?commodity=a&commodity=b", 400, "given twice"),
        (f"{QUESTION}.csv?commodity={'x' * 3000}", 400, "longer than 2,000 characters"),
        (f"{QUESTION}.csv?commodity=%00", 400, "There is no commodity"),
        (f"{QUESTION}.csv?commodity=%3E%20%7D%20DELETE", 400, "There is no commodity"),
        ("/queries?tag=nix", 404, "Tags: "),
        ("/queries/..%2f..%2fetc%2fpasswd", 404, "nothing at"),
    ],
)
def test_mistake_is_answered_with_what_to_do(tiny_server: httpx.Client, path: str, status: int, words: str) -> None:
    answer = tiny_server.get(path, headers={"accept": "text/plain"})
    assert answer.status_code == status, answer.text
    assert words in answer.text


def test_question_has_a_page_with_a_form_and_the_answer(tiny_server: httpx.Client) -> None:
    page = tiny_server.get(QUESTION, params={"commodity": "cobalt"}, headers={"accept": "text/html"}).text
    assert '<label for="commodity">commodity</label>' in page
    assert '<option value="commodity/cobalt" selected>Cobalt</option>' in page
    assert '<a href="/doc/region/FI1D7">Lapland</a>' in page
    assert f'href="{QUESTION}.xlsx?commodity=cobalt"' in page
    assert "PREFIX mg:" in page
    assert 'href="/ask?query=' in page
    assert f"curl &#39;{tiny_server.base_url}{QUESTION}.csv?commodity=cobalt&#39;" in page


def test_page_says_at_the_field_what_is_wrong(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get(QUESTION, params={"commodity": "Cobblt"}, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert "There is no commodity 'Cobblt'. Did you mean 'Cobalt'?" in unescape(answer.text)
    assert 'value="Cobblt"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_hostile_values_come_out_inert(tiny_server: httpx.Client) -> None:
    evil = "\"><script>alert(1)</script>'"
    page = tiny_server.get(QUESTION, params={"commodity": evil, evil: "x"}, headers={"accept": "text/html"}).text
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in unescape(page)


def test_catalogue_lists_every_question_in_words_by_tag(tiny_server: httpx.Client) -> None:
    page = unescape(tiny_server.get("/queries", headers={"accept": "text/html"}).text)
    assert "<h2>Regions</h2>" in page
    some = unescape(tiny_server.get("/queries", params={"tag": "projects"}, headers={"accept": "text/html"}).text)
    assert "regions-by-commodity" not in some
    assert "partners-of-project" in some
    names = [one["name"] for one in tiny_server.get("/queries.json").json()]
    assert names == ["partners-of-project", "regions-by-commodity"]


def test_questions_are_rdf_too(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/queries", headers={"accept": "text/turtle"})
    triples = {quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE)}
    kind = ox.NamedNode(f"{PREFIXES['sh']}SPARQLSelectExecutable")
    question = ox.NamedNode(f"{BASE}query/regions-by-commodity")
    assert ox.Triple(question, ox.NamedNode(f"{PREFIXES['rdf']}type"), kind) in triples


def test_description_of_the_api_is_valid(described: Document) -> None:
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_description_of_the_api_has_every_question_with_its_parameters(
    described: Document, questions: list[Question]
) -> None:
    for question in questions:
        operation = described["paths"][f"/queries/{question.name}.{{format}}"]["get"]
        named = [one["name"] for one in operation["parameters"]]
        assert named == ["format", *(parameter.name for parameter in question.parameters)]
        assert operation["summary"] == question.words


def test_parameters_of_the_api_have_types_and_defaults(
    described: Document,
) -> None:
    def schema_of(question: str) -> Document:
        parameters = described["paths"][f"/queries/{question}.{{format}}"]["get"]["parameters"]
        return {str(one["name"]): one["schema"] for one in parameters[1:]}

    assert schema_of("sites-near-point") == {
        "latitude": {"type": "number", "default": 37.7},
        "longitude": {"type": "number", "default": -7.0},
        "radius": {"type": "number", "default": 100.0},
    }
    assert schema_of("regions-by-commodity") == {"commodity": {"type": "string", "default": "commodity/tungsten"}}
    assert schema_of("projects-active-in-year")["year"] == {"type": "integer", "default": 2019}


def test_server_describes_its_own_questions(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/openapi.json", headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    document = answer.json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["servers"] == [{"url": str(tiny_server.base_url)}]
    assert {path for path in document["paths"] if path.startswith("/queries/")} == {
        "/queries/partners-of-project.{format}",
        "/queries/regions-by-commodity.{format}",
    }


def test_page_names_things_once_and_groups_thousands(shipped_server: httpx.Client) -> None:
    asked = "/queries/partners-of-project?project=mireu"
    page = shipped_server.get(asked, headers={"accept": "text/html"}).text
    table = page[page.index("<table") :]
    assert '<a href="/doc/organisation/gtk">Geological Survey of Finland</a>' in table
    assert (table.count(">Geological Survey of Finland<"), ">organisation/gtk<" in table) == (1, False)
    rows = list(csv.DictReader(io.StringIO(shipped_server.get(asked.replace("?", ".csv?")).text)))
    (exact,) = [row["contribution"] for row in rows if row["organisation"].endswith("/organisation/gtk")]
    assert (exact, f">{float(exact):,}<" in table, f">{exact}<" in table) == ("426893.75", True, False)
