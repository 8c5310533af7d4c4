"""Clients that people use work against the SPARQL endpoint as against any other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from http.client import IncompleteRead
from itertools import product
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from hostile import ENDLESS_ROWS
from minegraph import KnowledgeGraph
from minegraph.errors import QueryError, StoreError
from minegraph.terms import GRAPH, MG

LITHIUM = "https://w3id.org/minegraph/id/commodity/lithium"
LABELS = f"SELECT ?label WHERE {{ <{LITHIUM}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} ORDER BY ?label"
ROUTES = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


@pytest.fixture
def endpoint_url(tiny_server: httpx.Client) -> str:
    """Where the endpoint is."""
    return f"{tiny_server.base_url}/sparql"


def wrapper(url: str, query: str, form: str, route: tuple[str, str] = ROUTES[0], conneg: bool = False) -> Wrapper:
    """A request of SPARQLWrapper."""
    asked = Wrapper(url, returnFormat=form)
    asked.setQuery(query)
    asked.setMethod(route[0])
    asked.setRequestMethod(route[1])
    asked.setOnlyConneg(conneg)
    return asked


def converted(*asked: Any) -> Any:
    """What SPARQLWrapper makes of the answer."""
    return wrapper(*asked).queryAndConvert()


@pytest.mark.parametrize(("route", "conneg"), list(product(ROUTES, [True, False])))
def test_sparqlwrapper_gets_rows_by_every_route(endpoint_url: str, route: tuple[str, str], conneg: bool) -> None:
    rows = converted(endpoint_url, LABELS, JSON, route, conneg)["results"]["bindings"]
    assert {"type": "literal", "xml:lang": "en", "value": "Lithium"} in [row["label"] for row in rows]
    document = converted(endpoint_url, LABELS, XML, route, conneg)
    assert len(document.getElementsByTagName("result")) == len(rows)
    table = converted(endpoint_url, LABELS, CSV, route, conneg).decode()
    tabbed = converted(endpoint_url, LABELS, TSV, route, conneg).decode()
    assert len(table.splitlines()) == len(tabbed.splitlines()) == len(rows) + 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper uses it
@pytest.mark.parametrize("conneg", [True, False])
def test_sparqlwrapper_gets_graphs_in_every_form(endpoint_url: str, conneg: bool) -> None:
    query = f"DESCRIBE <{LITHIUM}>"
    graphs = [converted(endpoint_url, query, form, ROUTES[1], conneg) for form in (RDFXML, JSONLD, XML)]
    texts = [converted(endpoint_url, query, form, ROUTES[1], conneg) for form in (TURTLE, N3)]
    graphs += [rdflib.Graph().parse(data=text, format="turtle") for text in texts]
    assert len({frozenset(graph) for graph in graphs}) == 1
    assert len(graphs[0]) > 3


def test_sparqlwrapper_gets_yes_and_no(endpoint_url: str) -> None:
    asked = [converted(endpoint_url, f"ASK {{ {pattern} }}", JSON) for pattern in ("?s ?p ?o", "?s <urn:nix> ?o")]
    assert [one["boolean"] for one in asked] == [True, False]


def test_sparqlwrapper_understands_what_is_wrong(endpoint_url: str) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(endpoint_url, "SELECT * WHERE { ?s ?p }", JSON).query()


def test_sparqlwrapper_notices_that_an_answer_is_cut(endpoint_url: str) -> None:
    with pytest.raises(IncompleteRead):
        converted(endpoint_url, ENDLESS_ROWS, JSON)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflib_asks_with_initial_bindings(endpoint_url: str, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint_url, method=method, returnFormat=form))
    found = graph.query(
        "SELECT ?label WHERE { ?thing skos:prefLabel ?label FILTER(LANG(?label) = 'en') }",
        initBindings={"thing": rdflib.URIRef(LITHIUM)},
        initNs={"skos": rdflib.SKOS},
    )
    assert [str(row[0]) for row in found] == ["Lithium"]  # type: ignore[index]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer


def test_rdflib_reads_triples_and_a_named_graph(endpoint_url: str) -> None:
    store = SPARQLStore(endpoint_url, method="POST")
    thing = rdflib.URIRef(LITHIUM)
    whole = rdflib.Graph(store)
    assert len(whole.query(f"DESCRIBE <{LITHIUM}>").graph or ()) > 3
    assert (thing, rdflib.RDF.type, rdflib.URIRef(f"{MG}Commodity")) in whole
    assert {label.language for label in whole.objects(thing, rdflib.SKOS.prefLabel)} >= {"en"}  # type: ignore[attr-defined]
    named = rdflib.Graph(store, identifier=rdflib.URIRef(f"{GRAPH}data/vocabularies/commodity"))
    assert 0 < len(named) < len(whole)


def test_rdflib_is_not_let_write(tiny_server: httpx.Client, endpoint_url: str) -> None:
    store = SPARQLUpdateStore(endpoint_url, endpoint_url)
    with pytest.raises(HTTPError, match="403"):
        store.update("INSERT DATA { <urn:a> <urn:b> 1 }")


def run(*words: str) -> str:
    """What a command prints."""
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl: apt-get install curl")
def test_curl_asks_and_notices_that_an_answer_is_cut(endpoint_url: str) -> None:
    table = run("curl", "-sSf", endpoint_url, "-H", "accept: text/csv", "--data-urlencode", f"query={LABELS}")
    assert "Lithium" in table
    assert json.loads(run("curl", "-sSfG", endpoint_url, "--data-urlencode", "query=ASK {}"))["boolean"] is True
    directly = run("curl", "-sSf", endpoint_url, "-H", "content-type: application/sparql-query", "-d", LABELS)
    assert "Lithium" in directly
    assert "sd:Service" in run("curl", "-sSf", "-H", "accept: text/turtle", endpoint_url)
    cut = subprocess.run(
        ["curl", "-sG", endpoint_url, "--data-urlencode", f"query={ENDLESS_ROWS}"], check=False, capture_output=True
    )
    assert cut.returncode == 18  # a partial file


def test_minegraph_asks_it_as_it_asks_any_endpoint(tiny_server: httpx.Client, endpoint_url: str) -> None:
    command = [sys.executable, "-m", "minegraph", "--store", endpoint_url]
    assert "Lithium" in run(*command, "query", LABELS)
    assert "Lithium" in run(*command, "describe", "lithium")
    assert "ES61" in run(*command, "synergies", "Lapland")


def test_minegraph_gets_the_same_from_the_store_and_from_the_server(endpoint_url: str, tiny_generation: Path) -> None:
    root = tiny_generation.parent.parent.parent
    with KnowledgeGraph.open(root) as near, KnowledgeGraph.open(root, endpoint_url) as far:
        for query in (LABELS, "SELECT * WHERE { ?s a ?type } ORDER BY ?s ?type", f"DESCRIBE <{LITHIUM}>"):
            assert near.query(query).solutions == far.query(query).solutions
        with pytest.raises(QueryError, match="line 1"):
            far.query("SELECT * WHERE { ?s ?p }")
        with pytest.raises((QueryError, StoreError)):
            far.query(ENDLESS_ROWS)
