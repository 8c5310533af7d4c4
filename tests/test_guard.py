"""Queries that change data, reach outside or could bring the engine down are refused; all others are let through."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minegraph import sparql
from minegraph.errors import RefusedQueryError
from minegraph.files import Layout, packaged_root
from minegraph.guard import MAX_BYTES, MAX_DEPTH, MAX_TOKENS, UPDATES, check
from minegraph.sparql import readings, tokens
from minegraph.terms import GRAPH

KEYWORDS = sorted(UPDATES | {"SERVICE", "FROM", "FROM NAMED"})


@pytest.mark.parametrize("path", [*Layout(packaged_root()).queries, *Layout(packaged_root()).facets], ids=str)
def test_shipped_query_may_be_run(path: Path) -> None:
    check(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:b> <a:b> 1 }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "DROP GRAPH <a:b>",
        "CREATE GRAPH <a:b>",
        "ADD <a:b> TO <a:c>",
        "MOVE <a:b> TO <a:c>",
        "COPY <a:b> TO <a:c>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * {}; LOAD <http://example.org/>",
        "# a comment\nPREFIX a: <a:b#>\nLoAd <http://example.org/>",
    ],
)
def test_update_is_refused(update: str) -> None:
    with pytest.raises(RefusedQueryError, match="changes data, and a query only reads"):
        check(update)


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<'>'||1='')SERVICE<http://127.0.0.1:1/>{?s ?p ?o}FILTER(''='') }",
    "SELECT * { FILTER(1<#>'''\n2)SERVICE<http://127.0.0.1:1/>{?s ?p ?o}FILTER(''''''='') }",
    "PREFIX a: <http://127.0.0.1:1/>\nSELECT * { SERVICEa:b { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/>\nSELECT * { SERVICE:b { ?s ?p ?o } }",
    "PREFIX a: <a:b>\nSELECT * { ?s a:x\\#y ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #" }',
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(RefusedQueryError, match="a query stays in this graph"):
        check(query)


def test_some_hidden_services_would_really_be_called() -> None:
    assert [query for query in SERVICES if calls_out(query)] != []


def calls_out(query: str) -> bool:
    """True when the engine tries to ask the other endpoint: it names the port it will not open."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(True)))
    try:
        answer = store.query(query)
        return isinstance(answer, ox.QuerySolutions) and not list(answer) and False
    except OSError as error:
        return "port 1" in str(error)
    except (SyntaxError, RuntimeError, ValueError):
        return False


TEXT = r"""
SERVICE service SILENT true 1 1. ?s a:b a: : . # \# ' " ''' \ < > <http://127.0.0.1:1/> { } ( ) FILTER(1 || =
\u0027 "" GRAPH OPTIONAL MINUS UNION @en ^^ / | * , ; UNDEF BIND( <#> <'> <a:#> <a:'> _:b %41
"""
PIECES = TEXT.split()
GAPS = [" ", " ", "\n", "?s ?p ?o", "{ ?s ?p ?o }", " AS ?y)", "VALUES ?x"]
HIDEOUTS = ["{}SERVICE <http://127.0.0.1:1/>{{ ?s ?p ?o }}{}", "{}SERVICE:x {{ ?s ?p ?o }}{}", "{}{}"]


@settings(max_examples=1500, deadline=None)
@given(
    before=st.lists(st.sampled_from(PIECES + GAPS), max_size=8).map("".join),
    after=st.lists(st.sampled_from(PIECES + GAPS), max_size=6).map("".join),
    hideout=st.sampled_from(HIDEOUTS),
)
def test_no_query_that_passes_calls_out(before: str, after: str, hideout: str) -> None:
    query = (
        f"PREFIX : <http://127.0.0.1:1/> PREFIX a: <http://127.0.0.1:1/> SELECT * {{ {hideout.format(before, after)} }}"
    )
    if calls_out(query):
        with pytest.raises(RefusedQueryError):
            check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROMNAMED<http://example.org/> { ?s ?p ?o }",
        "SELECT * FROM <data/regions> { ?s ?p ?o }",
        "PREFIX a: <http://example.org/> SELECT * FROM a:b { ?s ?p ?o }",
        "PREFIX a: <http://example.org/> SELECT * FROMa:b { ?s ?p ?o }",
        f"ASK FROM <{GRAPH}data/regions> FROM <http://example.org/> {{ ?s ?p ?o }}",
        f"ASK FROM <{GRAPH}../../x> {{ ?s ?p ?o }}",
        "DESCRIBE * FROM <http://example.org/>",
    ],
)
def test_graph_from_outside_is_refused(query: str) -> None:
    with pytest.raises(RefusedQueryError, match="FROM names a graph outside this store"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        f"ASK FROM <{GRAPH}data/regions> {{ ?s ?p ?o }}",
        f"PREFIX g: <{GRAPH}> ASK FROM NAMED g:inferred {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT ?from { ?from ?p ?o }",
        "PREFIX from: <http://example.org/> SELECT * { ?s from:x ?o }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:x ?o . GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { FILTER(?a < 1) FILTER(?b > 2) FILTER(?c<3 && ?d>4) }",
        "SELECT * { " + "FILTER(?a < 1) " * 100 + "}",
        'SELECT ?service ?load { ?service <http://example.org/insert> ?load, \'DELETE\', """SERVICE <x> {""" } # DROP',
        "SELECT * { ?s <mailto:o'service@example.org> ?o . ?o <#load> '' }",
    ],
)
def test_harmless_query_is_let_through(query: str) -> None:
    check(query)


keywords = st.sampled_from(KEYWORDS + [keyword.lower() for keyword in KEYWORDS])
words = st.text(st.characters(blacklist_characters="\\\"'\r\n", blacklist_categories=["Cs"]), max_size=8)
HIDING = ["'{} {}'", '"{} {}"', "'''{}\n{}'''", '"""{}\n{}"""', "'\\'{} {}'", "1 #{} {}\n", "1 # ' {} {}\n"]


@given(keyword=keywords, word=words, template=st.sampled_from(HIDING))
def test_keyword_in_string_or_comment_is_let_through(keyword: str, word: str, template: str) -> None:
    check(f"SELECT * {{ ?s ?p {template.format(word, keyword)} }}")


@given(keyword=keywords.map(lambda keyword: keyword.replace(" ", "")))
def test_keyword_in_name_is_let_through(keyword: str) -> None:
    check(
        f"PREFIX {keyword}: <http://example.org/{keyword}#> SELECT ?{keyword} ${keyword} "
        f"{{ ?{keyword} {keyword}:{keyword} <http://example.org/{keyword}#{keyword}>, 'x'@{keyword}, _:{keyword} }}"
    )


@given(st.text(max_size=200))
def test_any_text_has_tokens_in_order(text: str) -> None:
    assert ["".join(text[token.start : token.end] for token in tokens(text))] == [
        "".join(token.text for token in tokens(text))
    ]
    assert list(readings(text))


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(sparql) == doctest.TestResults(failed=0, attempted=1)


def test_long_query_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="longer than 64 KB"):
        check("#" * (MAX_BYTES + 1))
    check("#" * MAX_BYTES)


def test_query_of_many_tokens_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="more than 5,000 tokens"):
        check("ASK {" + "." * (MAX_TOKENS - 2) + "}")
    check("ASK {" + "." * (MAX_TOKENS - 3) + "}")


BRACKETS = [("{ ", "} "), ("(", ")"), ("[ ", "] "), ("<< ", " >>"), ("STR(", ")"), ("FILTER EXISTS { ", "}")]


@pytest.mark.parametrize(("opening", "closing"), BRACKETS)
def test_deep_query_is_refused(opening: str, closing: str) -> None:
    with pytest.raises(RefusedQueryError, match="nested deeper than 64"):
        check(f"ASK {opening * (MAX_DEPTH + 1)} {closing * (MAX_DEPTH + 1)}")
    check(f"ASK {opening * MAX_DEPTH} {closing * MAX_DEPTH}")


def test_unclosed_depth_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="nested deeper than 64"):
        check("ASK " + "{" * 4_000)


LONG: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "functions": lambda n: "ASK { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "exists": lambda n: "ASK { " + "FILTER EXISTS { " * n + "}" * n + " }",
    "conditions": lambda n: "ASK { FILTER(" + "IF(true," * n + "1" + ",1)" * n + ") }",
    "parentheses": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "paths": lambda n: "ASK { ?s " + "(" * n + "<a:b>" + ")" * n + " ?o }",
    "differences": lambda n: "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * n + "}",
    "bindings": lambda n: "SELECT * { " + " ".join(f"BIND(1 AS ?v{i})" for i in range(n)) + " }",
    "values": lambda n: "SELECT * { " + " ".join(f"VALUES ?v{i} {{ 1 }}" for i in range(n)) + " }",
    "projections": lambda n: "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(n)) + " { }",
    "sums": lambda n: "ASK { FILTER(1" + "+1" * n + ") }",
    "alternatives": lambda n: "ASK { FILTER(true" + "||true" * n + ") }",
    "unions": lambda n: "ASK { {}" + " UNION {}" * n + " }",
}
RUN = "import sys, pyoxigraph as ox; isinstance(a := ox.Store().query(sys.stdin.read()), ox.QueryBoolean) or list(a)"


def longest_allowed(kind: str) -> str:
    low, high = 1, 4_000
    while low < high:
        middle = (low + high + 1) // 2
        try:
            check(LONG[kind](middle))
            low = middle
        except RefusedQueryError:
            high = middle - 1
    return LONG[kind](low)


@pytest.mark.parametrize("kind", LONG)
def test_longest_allowed_query_does_not_bring_the_engine_down(kind: str) -> None:
    command = [sys.executable, "-c", RUN]
    assert subprocess.run(command, input=longest_allowed(kind), text=True, timeout=300, check=False).returncode == 0


@pytest.mark.parametrize("kind", LONG)
def test_query_of_4000_parts_is_refused(kind: str) -> None:
    with pytest.raises(RefusedQueryError):
        check(LONG[kind](4_000))
