"""Query results written while they are found, so that no more than a batch of them is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from pyoxigraph import Triple

from minegraph import render
from minegraph.store import Row, Solutions

Write = Callable[[bytes], int]

BATCH = 1000
AT_ONCE = 5000
TAILS = {"json": b"]}}", "xml": b"</results></sparql>"}


def write_rows(variables: tuple[str, ...], rows: Iterable[Row], name: str, write: Write) -> int:
    """Write rows as csv, tsv, json or xml of the W3C, the same as `render.solutions` gives; how many they were."""
    head, tail = _frame(render.solutions(Solutions(variables, ()), name), name)
    written = 0
    write(head)
    for batch in _batches(rows):
        document = render.solutions(Solutions(variables, batch), name)
        comma = b"," if written and name == "json" else b""
        write(comma + document[len(head) : len(document) - len(tail)])
        written += len(batch)
    write(tail)
    return written


def write_graph(triples: Iterable[Triple], name: str, write: Write) -> None:
    """Write triples as ttl, nt, jsonld or rdfxml: a small graph as `render.graph` does, a large one as it comes."""
    found = iter(triples)
    first = list(islice(found, AT_ONCE))
    rest = next(found, None)
    if rest is None:
        write(render.graph(first, name))
    else:
        render.write_graph(chain(first, (rest,), found), name, write, render.used_prefixes(first))


def _frame(empty: bytes, name: str) -> tuple[bytes, bytes]:
    """What stands before the rows and after them, told by a document without any."""
    tail = TAILS.get(name, b"")
    at = empty.rindex(tail) if tail else len(empty)
    return empty[:at], empty[at:]


def _batches(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    left = iter(rows)
    while batch := tuple(islice(left, BATCH)):
        yield batch
