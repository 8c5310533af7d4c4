"""Results written bit by bit are the same as those written at once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minegraph import render
from minegraph.result_streams import AT_ONCE, BATCH, write_graph, write_rows
from minegraph.store import Solutions, Term

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TERMS: st.SearchStrategy[Term | None] = st.one_of(
    st.none(),
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="pt-PT")),
    st.integers().map(ox.Literal),
    st.integers(0, 9).map(lambda number: ox.NamedNode(f"https://example.org/{number}")),
    st.integers(0, 9).map(lambda number: ox.BlankNode(f"b{number}")),
)


def rows_written(result: Solutions, name: str) -> bytes:
    """What is written of rows, put together."""
    pieces: list[bytes] = []

    def write(piece: bytes) -> int:
        pieces.append(piece)
        return len(piece)

    assert write_rows(result.variables, iter(result.rows), name, write) == len(result.rows)
    return b"".join(pieces)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=6), times=st.sampled_from([1, BATCH // 2, BATCH]))
def test_rows_are_the_same_in_batches(name: str, rows: list[tuple[Term | None, ...]], times: int) -> None:
    result = Solutions(("a", "ü"), tuple(rows * times))
    assert rows_written(result, name) == render.solutions(result, name)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_without_columns_are_counted(name: str) -> None:
    result = Solutions((), ((),) * (BATCH + 1))
    assert rows_written(result, name) == render.solutions(result, name)


def triples(count: int) -> list[ox.Triple]:
    """So many different ones."""
    names = [ox.NamedNode(f"https://w3id.org/minegraph/ontology#n{number}") for number in range(count)]
    return [ox.Triple(name, names[0], ox.Literal("<&>\t\n")) for name in names]


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdfxml"])
@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_graph_is_the_same_in_any_size(name: str, count: int) -> None:
    pieces: list[bytes] = []
    write_graph(iter(triples(count)), name, lambda piece: pieces.append(bytes(piece)) or len(piece))  # type: ignore[func-returns-value]
    formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
    read = ox.parse(b"".join(pieces), formats.get(name, ox.RdfFormat.RDF_XML))
    assert {quad.triple for quad in read} == set(triples(count))
