"""Writing a dump in each of its formats, as a stream."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO

import pyoxigraph as ox

from minegraph.dump import Dump, Lines
from minegraph.terms import PREFIXES


def write_dump(dump: Dump, name: str, out: IO[bytes]) -> None:
    """Write a dump as nquads (canonical N-Quads), trig or jsonld; without the names of graphs as ttl or rdfxml."""
    _WRITERS[name](dump, out)


def _nquads(dump: Dump, out: IO[bytes]) -> None:
    for lines in dump.quads():
        out.write(b"\n".join([*lines, b""]))


def _trig(dump: Dump, out: IO[bytes]) -> None:
    ox.serialize(_by_graph(dump), out, ox.RdfFormat.TRIG, prefixes=PREFIXES)


def _jsonld(dump: Dump, out: IO[bytes]) -> None:
    ox.serialize(_by_graph(dump), out, ox.RdfFormat.JSON_LD)


def _ttl(dump: Dump, out: IO[bytes]) -> None:
    ox.serialize(_parsed(dump.triples()), out, ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def _rdfxml(dump: Dump, out: IO[bytes]) -> None:
    ox.serialize(_parsed(dump.triples()), out, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def _by_graph(dump: Dump) -> ox.QuadParser:
    return _parsed(lines for graph in dump.files for lines in dump.quads_of(graph))


def _parsed(lines: Lines) -> ox.QuadParser:
    return ox.parse(_Text(lines), ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]


_WRITERS: dict[str, Callable[[Dump, IO[bytes]], None]] = {
    "nquads": _nquads,
    "trig": _trig,
    "ttl": _ttl,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}


class _Text(io.RawIOBase):
    """Lines as the file that the engine reads from."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._blocks: Iterator[bytes] = (b"\n".join([*some, b""]) for some in lines)
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of what comes next; nothing at the end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
