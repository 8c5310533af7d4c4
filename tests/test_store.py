"""The local store and any endpoint give the same answers, and errors that say what to do."""

from __future__ import annotations

import doctest
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph import store
from minegraph.endpoint import Endpoint
from minegraph.errors import QueryError, StoreError
from minegraph.store import LocalStore, Solutions, Source

StartServer = Callable[[ox.Store, bool], str]

PREFIXES = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
LABELS = (
    PREFIXES + "SELECT ?region ?label ?none WHERE { ?region a mg:MiningRegion ; skos:prefLabel ?label } ORDER BY ?label"
)
WITHIN = PREFIXES + "ASK { ?north mg:containsRegion ?lapland }"
MADE = (
    PREFIXES + "CONSTRUCT { ?region skos:prefLabel ?label } WHERE { ?region a mg:MiningRegion ; skos:prefLabel ?label }"
)
FROM = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing FROM <https://w3id.org/minegraph/graph/data/sites/sites>
WHERE { ?thing skos:prefLabel ?label FILTER (LANG(?label) = "en") } ORDER BY ?thing
"""


@pytest.fixture(params=["store", "endpoint", "endpoint without union"])
def source(request: pytest.FixtureRequest, tiny_store: LocalStore) -> Source:
    if request.param == "store":
        return tiny_store
    if request.param == "endpoint":
        return Endpoint(request.getfixturevalue("endpoint"))
    return Endpoint(request.getfixturevalue("start_server")(tiny_store.engine, False))


def test_select_gives_variables_and_terms(source: Source) -> None:
    found = source.select(LABELS)
    assert (found.variables, len(found.rows)) == (("region", "label", "none"), 6)
    lapland = ox.NamedNode("https://w3id.org/minegraph/id/region/FI1D7")
    assert (lapland, ox.Literal("Lappi", language="fi"), None) in found.rows


def test_ask_sees_what_was_inferred(source: Source) -> None:
    assert source.ask(WITHIN) is True
    assert source.ask("ASK { <a:b> <a:b> <a:b> }") is False


def test_construct_gives_triples(source: Source) -> None:
    assert len(source.construct(MADE)) == 6
    assert all(isinstance(triple, ox.Triple) for triple in source.construct(MADE))


def test_describe_gives_triples(source: Source) -> None:
    assert source.construct("DESCRIBE <https://w3id.org/minegraph/id/region/ES61>")


def test_graph_named_in_the_query_is_the_only_one_asked(tiny_store: LocalStore, start_server: StartServer) -> None:
    """A server with a union default graph is not asked: Oxigraph's then takes no notice of FROM."""
    for source in (tiny_store, Endpoint(start_server(tiny_store.engine, False))):
        things = [str(thing).rpartition("/")[2] for (thing,) in source.select(FROM).rows]
        assert things == ["north-mine>", "south-refinery>"]


def test_all_sources_give_the_same_answers(tiny_store: LocalStore, endpoint: str) -> None:
    remote = Endpoint(endpoint)
    assert remote.select(LABELS) == tiny_store.select(LABELS)
    assert set(remote.construct(MADE)) == set(tiny_store.construct(MADE))


@pytest.mark.parametrize(
    ("method", "query"), [("select", WITHIN), ("ask", LABELS), ("construct", LABELS), ("select", MADE), ("ask", MADE)]
)
def test_query_of_another_kind_is_refused(source: Source, method: str, query: str) -> None:
    with pytest.raises(QueryError):
        getattr(source, method)(query)


def test_wrong_query_is_said_with_its_place(source: Source) -> None:
    with pytest.raises(QueryError, match=r"(line 2, column|at 2:)"):
        source.select("SELECT *\nWHERE { ! }")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s mgo:p 1 }", 'query, line 1, column 15: unknown prefix "mgo:". Declare it or fix the spelling.'),
        ("SELECT * {\n ?s", "query, line 2, column 4: the query ends too early."),
        ("SELECT (COUNT(*) AS ?n) ?x {}", "The SELECT contains a variable that is unbound."),
        ("SELECT * { ?s ?p } LIMIT 1", "query, line 1, column 20: not understood here"),
        ("", "query, line 1, column 1: the query ends too early."),
        ("SELECT * { ?s ?p '\ud800' }", "the query holds half a surrogate pair. Write it as UTF-8 text."),
        ("SELECT (<a:b>(1) AS ?x) {}", "the query cannot be evaluated: The custom function <a:b> is not supported."),
        (LABELS + " LIMIT x ?y", "query, line 4, column"),
    ],
)
def test_wrong_query_in_the_local_store(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        LocalStore(ox.Store()).select(query)
    assert message in str(caught.value)


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(store).failed == 0


def test_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none: the store cannot be opened .* Run `minegraph build`."):
        LocalStore.open(tmp_path / "none")


def test_opened_store_cannot_be_written(tiny_store: LocalStore) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        tiny_store.engine.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:b"), ox.NamedNode("a:b")))


def test_damaged_store_is_said(tiny_generation: Path, tmp_path: Path) -> None:
    ox.Store.read_only(str(tiny_generation)).backup(tmp_path / "copy")
    for table in (tmp_path / "copy").glob("*.sst"):
        content = table.read_bytes()
        table.unlink()
        table.write_bytes(b"\x00" * len(content))
    with pytest.raises(StoreError, match=r"Run `minegraph build`."):
        LocalStore.open(tmp_path / "copy").select("SELECT * { ?s ?p ?o }")


def test_solutions_are_values() -> None:
    assert Solutions(("a",), ((None,),)) == Solutions(("a",), ((None,),))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "data/store", ""])
def test_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="not the address of an endpoint"):
        Endpoint(url)


def test_endpoint_that_does_not_answer_is_said() -> None:
    with pytest.raises(StoreError, match=r"cannot be reached \(.*refused\). Is the server running?"):
        Endpoint("http://127.0.0.1:1/query").ask("ASK {}")


def test_wrong_path_is_said(endpoint: str) -> None:
    with pytest.raises(StoreError, match=r"no endpoint there \(404\). Check the address."):
        Endpoint(f"{endpoint}/nothing").ask("ASK {}")


class Answers(http.server.BaseHTTPRequestHandler):
    """A web server that is no SPARQL endpoint: the path says what it answers."""

    def do_POST(self) -> None:
        status, kind, body = {
            "/html": (200, "text/html", b"<html>"),
            "/empty": (200, "application/sparql-results+json", b""),
            "/busy": (503, "text/plain", b"later"),
            "/broken": (500, "text/plain", b"out of memory"),
            "/private": (401, "text/plain", b"who are you"),
            "/cut": (200, "application/sparql-results+json", b"{"),
        }[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + (self.path == "/cut") * 9))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the standard library)
        pass


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/html", "answers with text/html, not SPARQL results. Check the address."),
        ("/empty", "answers with application/sparql-results+json, not SPARQL results. Check the address."),
        ("/busy", "failed: 503 Service Unavailable. Try again or ask its keeper."),
        ("/broken", "failed: out of memory. Try again or ask its keeper."),
        ("/private", "failed: who are you. Try again or ask its keeper."),
        ("/cut", "cannot be reached (IncompleteRead(1 bytes read, 9 more expected)). Is the server running?"),
    ],
)
def test_answer_that_is_none_is_said(web: str, path: str, message: str) -> None:
    with pytest.raises(StoreError) as caught:
        Endpoint(web + path).select("SELECT * {}")
    assert str(caught.value).endswith(message)
    with pytest.raises(StoreError):
        Endpoint(web + path).construct("CONSTRUCT {} {}")
