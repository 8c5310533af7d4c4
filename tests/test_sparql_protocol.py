"""The SPARQL endpoint keeps to the SPARQL 1.1 Protocol, Graph Store HTTP Protocol and Service Description."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from minegraph.terms import GRAPH

SELECT = "SELECT ?x WHERE { VALUES ?x { 1 } }"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}"
FORM = "application/x-www-form-urlencoded"
COMMODITIES, STAGES = f"{GRAPH}data/vocabularies/commodity", f"{GRAPH}data/vocabularies/stage"
OF_COMMODITIES = "https://w3id.org/minegraph/id/commodity/"


def get(server: httpx.Client, query: str, accept: str = "*/*", **parameters: Any) -> httpx.Response:
    """The answer to a query by GET."""
    return server.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})


def post(server: httpx.Client, body: str | bytes, kind: str, address: str = "/sparql") -> httpx.Response:
    """The answer to a POST."""
    return server.post(address, content=body, headers={"content-type": kind} if kind else {})


def count(answer: httpx.Response) -> int:
    """The number in the only row."""
    (binding,) = answer.json()["results"]["bindings"]
    return int(binding["n"]["value"])


def test_query_is_answered_by_every_route(tiny_server: httpx.Client) -> None:
    answers = [
        get(tiny_server, ASK),
        post(tiny_server, f"query={quote(ASK)}", FORM),
        post(tiny_server, f"query={quote(ASK)}", f"{FORM}; charset=utf-8"),
        post(tiny_server, ASK, "application/sparql-query"),
        post(tiny_server, ASK, "application/sparql-query; charset=UTF-8"),
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"head": {}, "boolean": True})] * 5


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "application/sparql-results+xml;q=0.5, text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "text/turtle;q=1, text/*;q=0.1", "text/xml; charset=utf-8"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ASK, "text/csv;q=1, */*;q=0.01", "application/sparql-results+json"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (f"DESCRIBE <{OF_COMMODITIES}lithium>", "text/html, */*;q=0.1", "text/turtle; charset=utf-8"),
    ],
)
def test_answer_comes_in_the_form_one_accepts(tiny_server: httpx.Client, query: str, accept: str, kind: str) -> None:
    answer = get(tiny_server, query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("query", "asked", "kind"),
    [
        (SELECT, {"format": "csv"}, "text/csv"),
        (SELECT, {"output": "xml"}, "application/sparql-results+xml"),
        (SELECT, {"format": "application/sparql-results+xml"}, "application/sparql-results+xml"),
        (SELECT, {"Accept": "text/csv"}, "text/csv"),
        (SELECT, {"format": ["nonsense", "tsv"]}, "text/tab-separated-values"),
        (CONSTRUCT, {"format": "json"}, "application/ld+json"),
        (CONSTRUCT, {"format": "rdf+xml"}, "application/rdf+xml"),
        (CONSTRUCT, {"format": "n-triples"}, "application/n-triples"),
    ],
)
def test_format_in_the_address_comes_before_the_header(
    tiny_server: httpx.Client, query: str, asked: dict[str, Any], kind: str
) -> None:
    answer = get(tiny_server, query, "application/sparql-results+json, text/turtle", **asked)
    assert answer.headers["content-type"].partition(";")[0] == kind


def test_plus_sign_in_the_address_need_not_be_escaped(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get(f"/sparql?query={quote(CONSTRUCT)}&format=application/rdf+xml")
    assert answer.headers["content-type"] == "application/rdf+xml"


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (ASK, "text/csv"), (CONSTRUCT, "text/csv")])
def test_form_that_does_not_fit_is_answered_with_those_that_do(
    tiny_server: httpx.Client, query: str, accept: str
) -> None:
    answer = get(tiny_server, query, accept)
    fitting = "text/turtle" if query == CONSTRUCT else "application/sparql-results+json"
    assert (answer.status_code, fitting in answer.text) == (406, True)
    assert get(tiny_server, query, "*/*", format="xlsx").status_code == 406


def test_answers_are_those_of_the_standard(tiny_server: httpx.Client) -> None:
    query = 'SELECT ?a ?b WHERE { VALUES (?a ?b) { ("x, \\"y\\"\\n" UNDEF) (UNDEF <urn:ü>) } }'
    assert get(tiny_server, query, "text/csv").text == 'a,b\r\n"x, ""y""\n",\r\n,urn:ü\r\n'
    assert get(tiny_server, query, "text/tab-separated-values").text == '?a\t?b\n"x, \\"y\\"\\n"\t\n\t<urn:ü>\n'
    (first, second) = get(tiny_server, query).json()["results"]["bindings"]
    assert (first, second) == (
        {"a": {"type": "literal", "value": 'x, "y"\n'}},
        {"b": {"type": "uri", "value": "urn:ü"}},
    )


def test_no_rows_are_an_answer(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "SELECT ?s { ?s <urn:nix> ?o }", "text/csv")
    assert (answer.text, answer.headers["minegraph-rows"]) == ("s\r\n", "0")


def test_head_says_what_get_would(tiny_server: httpx.Client) -> None:
    answer, whole = tiny_server.head("/sparql", params={"query": SELECT}), get(tiny_server, SELECT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"query={quote(ASK)}&query={quote(SELECT)}", FORM),
        ("", FORM),
        ("query=ASK%20%FF%7B%7D", FORM),
        ("ASK {} # ü".encode("utf-16"), "application/sparql-query"),
        (b"ASK {} # \xff", "application/sparql-query"),
        ("", "application/sparql-query"),
        ("ASK {", "application/sparql-query"),
        (f"query={quote(ASK)}&default-graph-uri=no%20iri", FORM),
    ],
)
def test_request_that_is_wrong_is_said_to_be(tiny_server: httpx.Client, body: str | bytes, kind: str) -> None:
    answer = post(tiny_server, body, kind)
    assert (answer.status_code in (400, 404), bool(answer.text.strip())) == (True, True)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/sparql-results+json", "multipart/form-data"])
def test_body_of_another_kind_is_not_taken_for_a_query(tiny_server: httpx.Client, kind: str) -> None:
    answer = post(tiny_server, ASK, kind)
    assert (answer.status_code, "application/sparql-query" in answer.text) == (415, True)


def test_queries_in_address_and_body_are_two(tiny_server: httpx.Client) -> None:
    address = f"/sparql?query={quote(ASK)}"
    assert tiny_server.get(f"{address}&query={quote(ASK)}").status_code == 400
    assert post(tiny_server, ASK, "application/sparql-query", address).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/sparql", "/graphs?default"])
def test_other_methods_are_not_possible(tiny_server: httpx.Client, method: str, path: str) -> None:
    answer = tiny_server.request(method, path, content="x")
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)


def test_mistake_in_a_query_has_a_line_and_a_column(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "SELECT *\nWHERE { ?s mgo:x ?o }")
    assert (answer.status_code, "query, line 2, column 12: unknown prefix" in answer.text) == (400, True)


def test_default_graph_is_the_union_of_all(tiny_server: httpx.Client) -> None:
    ask = f"ASK {{ <{OF_COMMODITIES}lithium> ?p ?o . ?stage a <https://w3id.org/minegraph/ontology#ValueChainStage> }}"
    assert get(tiny_server, ask).json()["boolean"]


COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


def test_dataset_of_the_request_is_all_there_is(tiny_server: httpx.Client) -> None:
    one = count(get(tiny_server, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{COMMODITIES}> {{ ?s ?p ?o }} }}"))
    graphs: dict[str, Any] = {"default-graph-uri": COMMODITIES}
    assert (count(get(tiny_server, COUNT, **graphs)), count(get(tiny_server, COUNT_NAMED, **graphs))) == (one, 0)
    named: dict[str, Any] = {"named-graph-uri": COMMODITIES}
    assert (count(get(tiny_server, COUNT, **named)), count(get(tiny_server, COUNT_NAMED, **named))) == (0, one)


def test_several_default_graphs_are_one(tiny_server: httpx.Client) -> None:
    single = [count(get(tiny_server, COUNT, **{"default-graph-uri": graph})) for graph in (COMMODITIES, STAGES)]
    both = count(get(tiny_server, COUNT, "*/*", **{"default-graph-uri": [COMMODITIES, STAGES]}))
    assert (both, min(single) > 0) == (sum(single), True)


def test_dataset_of_the_request_comes_before_that_of_the_query(tiny_server: httpx.Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{STAGES}> WHERE {{ ?s ?p ?o }}"  # noqa: S608 (SPARQL)
    by_request = count(get(tiny_server, query, **{"default-graph-uri": COMMODITIES}))
    assert by_request == count(get(tiny_server, COUNT, **{"default-graph-uri": COMMODITIES}))
    assert by_request != count(get(tiny_server, query))


def test_dataset_is_taken_from_the_address_of_a_post(tiny_server: httpx.Client) -> None:
    address = f"/sparql?default-graph-uri={quote(COMMODITIES)}"
    by_post = count(post(tiny_server, COUNT, "application/sparql-query", address))
    assert by_post == count(get(tiny_server, COUNT, **{"default-graph-uri": COMMODITIES}))


def test_empty_name_of_a_graph_says_nothing(tiny_server: httpx.Client) -> None:
    assert count(get(tiny_server, COUNT, **{"default-graph-uri": ""})) == count(get(tiny_server, COUNT))


@pytest.mark.parametrize("graph", ["https://example.org/", f"{GRAPH}nix", "file:///etc/passwd", "http://127.0.0.1:1/"])
def test_graph_that_is_not_here_is_not_asked(tiny_server: httpx.Client, graph: str) -> None:
    for kind in ("default-graph-uri", "named-graph-uri"):
        answer = get(tiny_server, ASK, **{kind: graph})
        assert (answer.status_code, graph in answer.text) == (404, True)


def test_limits_are_told_with_the_answer(tiny_server: httpx.Client) -> None:
    headers = get(tiny_server, SELECT).headers
    assert headers["minegraph-limits"] == "seconds=10, rows=100000, bytes=67108864"
    assert (headers["minegraph-rows"], "dur=" in headers["server-timing"]) == ("1", True)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("*/*", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    ],
)
def test_service_describes_itself(tiny_server: httpx.Client, accept: str, form: ox.RdfFormat) -> None:
    answer = tiny_server.get("/sparql", headers={"accept": accept})
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"]) or form
    store = ox.Store()
    store.extend(ox.parse(answer.content, form))
    described = store.query("""PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?endpoint ?limits (COUNT(DISTINCT ?name) AS ?graphs) (COUNT(DISTINCT ?format) AS ?formats) WHERE {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:resultFormat ?format ; sd:feature sd:UnionDefaultGraph ;
            dcterms:description ?limits ; sd:defaultDataset/sd:namedGraph/sd:name ?name
        } GROUP BY ?endpoint ?limits""")
    ((endpoint, limits, graphs, formats),) = [[term.value for term in row] for row in described]  # type: ignore[union-attr]
    assert (endpoint, formats, int(graphs) > 5) == (f"{tiny_server.base_url}/sparql", "8", True)
    assert "rows=100000" in limits


def test_browser_that_asks_nothing_is_shown_the_editor(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/sparql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ask")


def test_graph_is_read_as_a_whole(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/graphs", params={"graph": COMMODITIES}, headers={"accept": "text/turtle"})
    triples = {quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE)}
    assert len(triples) == count(get(tiny_server, COUNT, **{"default-graph-uri": COMMODITIES}))


def test_all_graphs_are_read_as_one(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/graphs?default", headers={"accept": "application/n-triples"})
    assert len(answer.content.splitlines()) == count(get(tiny_server, COUNT_NAMED))


def test_graph_store_says_what_it_needs(tiny_server: httpx.Client) -> None:
    asked = ["", "?default&graph=urn:x", "?graph=urn:x", "?graph=no%20iri", f"?graph={quote(COMMODITIES)}"]
    assert [tiny_server.head(f"/graphs{query}").status_code for query in asked] == [400, 400, 404, 404, 200]


@pytest.mark.parametrize("path", ["/sparql", "/graphs", "/id/region/FI1D7", "/ontology"])
def test_pages_of_others_may_read(tiny_server: httpx.Client, path: str) -> None:
    asking = {"origin": "https://example.org", "access-control-request-method": "GET"}
    preflight = tiny_server.options(path, headers={**asking, "access-control-request-headers": "x-some"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "*"
    assert "GET" in preflight.headers["access-control-allow-methods"]
    answer = tiny_server.get(path, headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/inbox", "/submit", "/inbox/1", "/sparqls", "/", "/static/page.js"])
def test_pages_of_others_do_not_read_what_is_not_published(tiny_server: httpx.Client, path: str) -> None:
    for answer in (tiny_server.get(path, headers={"origin": "https://example.org"}), tiny_server.options(path)):
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_pages_of_others_may_ask_by_post(tiny_server: httpx.Client) -> None:
    headers = {"origin": "https://example.org", "content-type": "application/sparql-query"}
    answer = tiny_server.post("/sparql", content=ASK, headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


def test_rows_of_csv_are_what_they_say(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 3500", "text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert (len(rows), {len(row) for row in rows}) == (3501, {3})
