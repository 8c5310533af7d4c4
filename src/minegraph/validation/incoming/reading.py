"""Files that somebody hands in: read without trusting them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from minegraph.files import BYTE_ORDER_MARK
from minegraph.validation.incoming.content import read_content
from minegraph.validation.incoming.json_ld import check_json, json_depth
from minegraph.validation.incoming.lines import Lines
from minegraph.validation.incoming.locating import (
    LocatedQuads,
    located_json,
    located_turtle,
    located_xml,
    unlocated_json,
)
from minegraph.validation.incoming.rdf_xml import xml_depth
from minegraph.validation.incoming.refusal import refusal, syntax_refusal
from minegraph.validation.incoming.statements import form_problems, lenient_problems, own_problems, schema_problems
from minegraph.validation.incoming.turtle_text import outline

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
MAX_DEPTH = 128
MAX_STATEMENTS = 500_000

Problems = Callable[[ox.Quad], Iterator[str]]


@dataclass(frozen=True)
class Located:
    """The statements of a file, in the default graph, and beside each the line it stands on, 0 where that is unknown.

    The line is that of the statement's object: of a text on several lines the first; of a nested thing in Turtle's
    square brackets where they close; in RDF/XML that of the tag which completes the statement. Blank nodes have names
    that no other file has.
    """

    quads: tuple[ox.Quad, ...]
    lines: tuple[int, ...]


def read_located(path: Path) -> Located:
    """The statements of a file of data that is to become part of the graph, with their lines.

    Raises CheckError as `read_incoming` does, and also when the file describes the graph itself: its named graphs,
    data sets, terms and queries.
    """
    return _read(path, (form_problems, schema_problems, own_problems))


def read_accepted(path: Path) -> Located:
    """The statements of a file of data that is part of the graph already, with their lines; it may say how it came."""
    return _read(path, (form_problems, schema_problems))


def read_incoming(path: Path) -> list[ox.Quad]:
    """The triples of a file of data, as `read_triples` reads them. Raises CheckError also when it brings schema."""
    return list(read_accepted(path).quads)


def read_triples(path: Path) -> list[ox.Quad]:
    """The triples of a file, in the default graph, with blank nodes that no other file has.

    Turtle, N-Triples, JSON-LD and RDF/XML, told apart by the end of the name; TriG and N-Quads when they name no graph.
    Raises CheckError with one sentence for anything that cannot be used: named graphs, remote contexts, DOCTYPEs, too
    much of something, text that is not RDF.
    """
    return list(_read(path, (form_problems,)).quads)


def _read(path: Path, checks: tuple[Problems, ...]) -> Located:
    data = read_content(path)
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        endings = ", ".join((".xlsx", ".csv", *FORMATS))
        raise refusal(path, f"unknown kind of file. Name it {endings} according to what it holds.")
    quads: list[ox.Quad] = []
    places: list[int] = []
    for quad, line in _statements(path, data, kind):
        for problem in chain.from_iterable(check(quad) for check in checks):
            raise refusal(path, problem, line)
        if len(quads) == MAX_STATEMENTS:
            raise refusal(path, f"states more than {MAX_STATEMENTS:,} things. Hand it in as several files.")
        quads.append(quad)
        places.append(line)
    if not quads:
        raise refusal(path, "states nothing. Add the data, or leave the file out.")
    return Located(tuple(quads), tuple(places))


def _statements(path: Path, data: bytes, kind: ox.RdfFormat) -> LocatedQuads:
    read = {ox.RdfFormat.JSON_LD: _json_statements, ox.RdfFormat.RDF_XML: _xml_statements}.get(kind)
    return read(path, data) if read else _turtle_statements(path, data, kind)


def _turtle_statements(path: Path, data: bytes, kind: ox.RdfFormat) -> LocatedQuads:
    if data.startswith(BYTE_ORDER_MARK):
        raise refusal(path, "starts with a byte order mark. Save it as UTF-8 without one.", 1)
    seen = outline(data, MAX_DEPTH, MAX_STATEMENTS)
    _check_depth(path, seen.depth)
    lines = Lines(data, ((text.start, text.end) for text in seen.texts))
    try:
        yield from located_turtle(lines, data, kind, seen.texts)
    except SyntaxError as error:
        raise syntax_refusal(path, kind, error, lines.line) from error


def _xml_statements(path: Path, data: bytes) -> LocatedQuads:
    _check_depth(path, xml_depth(path, data))
    lines = Lines(data)
    try:
        yield from located_xml(lines)
    except SyntaxError as error:
        raise syntax_refusal(path, ox.RdfFormat.RDF_XML, error, lines.line) from error


def _json_statements(path: Path, data: bytes) -> LocatedQuads:
    _check_depth(path, json_depth(data))
    check_json(path, data)
    try:
        statements = list(islice(located_json(Lines(data)), MAX_STATEMENTS + 1))
    except SyntaxError:
        statements = _unordered_json(path, data)
    for quad, line in statements:
        for problem in lenient_problems(quad):
            raise refusal(path, problem, line)
        yield quad, line


def _unordered_json(path: Path, data: bytes) -> list[tuple[ox.Quad, int]]:
    try:
        return list(islice(unlocated_json(data), MAX_STATEMENTS + 1))
    except SyntaxError as error:
        raise syntax_refusal(path, ox.RdfFormat.JSON_LD, error, 0) from error


def _check_depth(path: Path, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise refusal(
            path, f"nested deeper than {MAX_DEPTH}. Give the inner things IRIs and describe them side by side."
        )
