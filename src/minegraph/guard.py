"""Which queries are not run: those that change data, reach outside the store, or could bring the engine down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minegraph.errors import RefusedQueryError
from minegraph.sparql import Token, readings
from minegraph.terms import GRAPH

MAX_BYTES = 64 * 1024
MAX_DEPTH = 64
MAX_TOKENS = 5_000
OPENING, CLOSING = {"{", "(", "[", "<<"}, {"}", ")", "]", ">>"}
SIGNS = {"!", "-", "+", "^"}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING"}


def check(text: str) -> None:
    """Nothing for a query that may be run; RefusedQueryError with the reason for any other.

    Keywords are looked for where an engine would see them: not in strings, IRIs, comments, variables or prefixed names.
    Whether the query is correct is for the engine to say.
    """
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise RefusedQueryError(f"The query is longer than {MAX_BYTES // 1024} KB. Ask for less at once.")
    for reading in readings(text):
        _check_size(reading)
        _check_words(reading)
        _check_graphs(reading)


def _check_size(found: list[Token]) -> None:
    if len(found) > MAX_TOKENS:
        raise RefusedQueryError(f"The query has more than {MAX_TOKENS:,} tokens. Ask for less at once.")
    if any(depth > MAX_DEPTH for depth in _depths(found)):
        raise RefusedQueryError(f"The query is nested deeper than {MAX_DEPTH}. Write it with fewer brackets.")


def _depths(found: list[Token]) -> Iterator[int]:
    """How deep each token stands: in how many brackets, and behind how many signs in a row (`!!!?x`)."""
    brackets = signs = 0
    for token in found:
        brackets += (token.word in OPENING) - (token.word in CLOSING)
        signs = signs + 1 if token.word in SIGNS else 0
        yield brackets + signs


def _check_words(found: list[Token]) -> None:
    for at, token in enumerate(found):
        if token.kind == "word" and token.word in UPDATES:
            raise RefusedQueryError(f"{token.word} changes data, and a query only reads. Change the files in data/.")
        if _calls_service(found, at):
            raise RefusedQueryError("SERVICE asks another endpoint, and a query stays in this graph. Leave it out.")


def _calls_service(found: list[Token], at: int) -> bool:
    """True for SERVICE, also grown together with its neighbours as some engines allow (`trueSERVICEex:a {`)."""
    token = found[at]
    if token.kind == "word":
        return "SERVICE" in token.word
    opens_group = at + 1 < len(found) and found[at + 1].word == "{"
    names_graph = at > 0 and found[at - 1].word.endswith("GRAPH")
    return token.kind == "name" and opens_group and not names_graph and "SERVICE" in _prefix(token).upper()


def _check_graphs(found: list[Token]) -> None:
    for at, token in enumerate(found):
        if token.word == "{":
            return
        for source in _sources(found, at, token):
            if not all(_is_own_graph(iri) for iri in source):
                raise RefusedQueryError(
                    f"FROM names a graph outside this store. Leave it out, or name graphs that start with {GRAPH}."
                )


def _sources(found: list[Token], at: int, token: Token) -> Iterator[list[str]]:
    """What the IRI after FROM or FROM NAMED may stand for."""
    if token.kind == "word" and token.word.startswith("FROM"):
        following = found[at + 1 : at + 3]
        named = following[1:] if following and following[0].word == "NAMED" else following[:1]
        yield _meanings(found, named[0]) if named else []
    if token.kind == "name" and token.text.upper().startswith("FROM") and found[at - 1].word != "PREFIX":
        yield [token.text]


def _meanings(found: list[Token], token: Token) -> list[str]:
    if token.kind == "iri":
        return [token.text[1:-1]]
    local = re.sub(r"\\(.)", r"\1", token.text.partition(":")[2])
    declared = (found[at : at + 3] for at in range(len(found) - 2) if found[at].word.endswith("PREFIX"))
    namespaces = [iri.text[1:-1] for _, name, iri in declared if name.text == f"{_prefix(token)}:"]
    return [namespace + local for namespace in namespaces] or [token.text]


def _is_own_graph(iri: str) -> bool:
    return iri.startswith(GRAPH) and ".." not in iri and "\\" not in iri


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0]
