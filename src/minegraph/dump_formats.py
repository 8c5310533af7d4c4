"""Writing a dump in each of its formats, as a stream."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from minegraph.context import read_context
from minegraph.dump import Dump, Lines
from minegraph.node_objects import node_objects
from minegraph.render import write_graph
from minegraph.terms import PREFIXES
from minegraph.turtle_blocks import PLAIN, header, turtle_blocks


def write_dump(dump: Dump, name: str, out: IO[bytes], prefixes: dict[str, str] | None = None) -> None:
    """Write a dump as nquads (canonical N-Quads), trig or jsonld; without the names of graphs as ttl or rdfxml.

    `prefixes` are by default those that are used, which takes a reading of their own. Raises FormatError for what the
    format has no way to write.
    """
    match name:
        case "nquads":
            out.writelines(_blocks(dump.quads()))
        case "trig":
            _write_trig(dump, out, prefixes or _used(dump))
        case "ttl":
            _write_turtle(dump, out, prefixes or _used(dump))
        case "jsonld":
            _write_json_ld(dump, out)
        case _:
            write_graph(_parsed(dump.triples()), name, out.write, prefixes or _used(dump))


def _write_trig(dump: Dump, out: IO[bytes], prefixes: dict[str, str]) -> None:
    out.write(header(prefixes).encode())
    for graph in dump.files:
        out.write(f"\n<{graph}> {{\n".encode())
        out.writelines(f"\n{block}".encode() for block in turtle_blocks(dump.triples_of(graph), prefixes))
        out.write(b"\n}\n")


def _write_turtle(dump: Dump, out: IO[bytes], prefixes: dict[str, str]) -> None:
    out.write(header(prefixes).encode())
    out.writelines(f"\n{block}".encode() for block in turtle_blocks(dump.triples(), prefixes))


def _write_json_ld(dump: Dump, out: IO[bytes]) -> None:
    """One graph object after the other, a node object a line; with the context, so that a reader needs nothing else."""
    context = read_context(dump.layout)
    document = json.dumps(context.document, ensure_ascii=False)
    out.write(f'{{"@context":{document},\n"@graph":['.encode())
    for number, graph in enumerate(dump.files):
        out.write(f'{"," if number else ""}\n{{"@id":"{graph}","@graph":['.encode())
        end = "\n"
        for node in node_objects(dump.triples_of(graph), context):
            out.write(f"{end}{node}".encode())
            end = ",\n"
        out.write(b"\n]}")
    out.write(b"\n]}\n")


def _parsed(lines: Lines) -> ox.QuadParser:
    return ox.parse(_Text(lines), ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]


def _blocks(lines: Lines) -> Iterator[bytes]:
    return (b"\n".join([*some, b""]) for some in lines)


def _used(dump: Dump) -> dict[str, str]:
    """The known prefixes with which a plain name of a dump can be written."""
    unused = {p: re.compile(f"<{re.escape(space)}{PLAIN}>".encode()) for p, space in sorted(PREFIXES.items())}
    for block in _blocks(dump.quads()):
        unused = {prefix: plain for prefix, plain in unused.items() if not plain.search(block)}
    return {prefix: PREFIXES[prefix] for prefix in sorted(PREFIXES.keys() - unused)}


class _Text(io.RawIOBase):
    """Lines as the file that the engine reads from."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._blocks = _blocks(lines)
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
