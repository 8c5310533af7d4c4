"""The page of the SPARQL editor over HTTP: it works as a form, and has what the editor needs."""

from __future__ import annotations

import json
import re
from html import unescape

import httpx

from minegraph import KnowledgeGraph
from minegraph.web.jobs.ask import FIRST


def page(server: httpx.Client, **query: str) -> str:
    answer = server.get("/ask", params=query)
    assert answer.status_code == 200
    return answer.text


def query_in(shown: str) -> str:
    (text,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)
    return unescape(text)


def given_in(shown: str) -> dict[str, dict[str, object]]:
    (data,) = re.findall(r'<script type="application/json" id="ask-data">(.*?)</script>', shown)
    found: dict[str, dict[str, object]] = json.loads(data)
    return found


def test_query_of_the_address_is_in_the_editor(tiny_server: httpx.Client) -> None:
    query = 'SELECT * WHERE { ?s ?p "</textarea><script>alert(1)</script>" }'
    shown = page(tiny_server, query=query)
    assert query_in(shown) == query
    assert "<script>alert(1)" not in shown


def test_without_a_query_there_is_one_to_begin_with(shipped_server: httpx.Client) -> None:
    assert query_in(page(shipped_server)).strip() == FIRST.strip()
    answer = shipped_server.post("/sparql", data={"query": FIRST}, headers={"accept": "text/csv"})
    assert answer.text.startswith("region,name,commodities\r\n")


def test_questions_of_the_catalogue_are_examples(tiny_server: httpx.Client) -> None:
    questions = tiny_server.get("/ask/questions.json").json()
    assert set(questions) == {"partners-of-project", "regions-by-commodity"}
    assert '<option value="partners-of-project">' in page(tiny_server)


def test_every_format_of_an_answer_can_be_downloaded(tiny_server: httpx.Client) -> None:
    formats = given_in(page(tiny_server))["formats"]
    queries = {"rows": "SELECT * { ?s ?p ?o } LIMIT 1", "answer": "ASK {}", "graph": "DESCRIBE <urn:x>"}
    for form, offered in formats.items():
        assert isinstance(offered, list)
        for one in offered:
            answer = tiny_server.post("/sparql", data={"query": queries[form]}, headers={"accept": one["type"]})
            assert answer.headers["content-type"].startswith(one["type"])


def test_the_form_works_without_scripts(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/sparql", params={"query": "SELECT (1 AS ?one) {}", "format": "csv"})
    assert answer.text == "one\r\n1\r\n"


def test_terms_have_prefixes_classes_and_properties_to_complete(tiny_server: httpx.Client) -> None:
    terms = tiny_server.get("/terms.json").json()
    assert terms["prefixes"]["mg"] == "https://w3id.org/minegraph/ontology#"
    assert {"mg:Region", "mg:Project"} <= {one["curie"] for one in terms["classes"]}
    assert "mg:inProject" in {one["curie"] for one in terms["properties"]}


def test_python_of_the_page_works_against_the_endpoint(tiny_server: httpx.Client) -> None:
    graph = KnowledgeGraph.open(store=f"{tiny_server.base_url}/sparql".replace("//sparql", "/sparql"))
    assert list(graph.query("SELECT (1 AS ?one) {}").to_pandas()["one"]) == [1]
