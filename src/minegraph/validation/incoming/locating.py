"""The statements of a text, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from minegraph.terms import PREFIXES
from minegraph.validation.incoming.lines import Lines
from minegraph.validation.incoming.turtle_text import QuotedText

RELATIVE = "relative-iri:"
"""What an IRI starts with that JSON-LD gives relative to nothing; the engine would leave its statement out."""

_BARE = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "boolean")}

LocatedQuads = Iterator[tuple[ox.Quad, int]]


def located_turtle(lines: Lines, data: bytes, kind: ox.RdfFormat, texts: tuple[QuotedText, ...]) -> LocatedQuads:
    """The statements of Turtle, TriG, N-Triples or N-Quads, each with the line of its object.

    Of a text on several lines that is the first. A text in quotes is certain for the parser only when it has seen what
    follows, which may be lines below; so the lines of texts are those of their quotes. A statement about a nested
    thing in square brackets is on the line where they close, one about a collection where its first member is.
    """
    text_line = _text_lines(lines, data, texts)
    for quad in ox.parse(_file(lines), kind, rename_blank_nodes=True):
        yield quad, text_line(quad.object, lines.line) if isinstance(quad.object, ox.Literal) else lines.line


def located_xml(lines: Lines) -> LocatedQuads:
    """The statements of RDF/XML, each with the line of the tag that completes it."""
    for quad in ox.parse(_file(lines), ox.RdfFormat.RDF_XML, rename_blank_nodes=True):
        yield quad, lines.line


def located_json(lines: Lines) -> LocatedQuads:
    """The statements of JSON-LD, each with the line of its value, or of the name where that comes later.

    Keys must stand in the order of Streaming JSON-LD: @context, @type, others, @graph. SyntaxError says when not.
    Names without meaning and bad IRIs come as they are, or with RELATIVE before them: nothing is left out silently.
    """
    form, base = ox.RdfFormat.STREAMING_JSON_LD, f"{RELATIVE}//file/"
    for quad in ox.parse(_file(lines), form, base_iri=base, rename_blank_nodes=True, lenient=True):
        yield quad, lines.line


def unlocated_json(data: bytes) -> LocatedQuads:
    """The statements of JSON-LD with keys in any order, and no lines."""
    form, base = ox.RdfFormat.JSON_LD, f"{RELATIVE}//file/"
    for quad in ox.parse(data, form, base_iri=base, rename_blank_nodes=True, lenient=True):
        yield quad, 0


def _file(lines: Lines) -> IO[bytes]:
    return cast("IO[bytes]", lines)  # all that the parser does with a file is to read


def _text_lines(lines: Lines, data: bytes, texts: tuple[QuotedText, ...]) -> Callable[[ox.Literal, int], int]:
    """A function that gives the line of each literal, asked in their order, at the line that the parser has reached."""
    waiting = iter(texts)
    following = next(waiting, None)
    counted, line = 0, 1

    def line_of_next(literal: ox.Literal, reached: int) -> int:
        nonlocal following, counted, line
        if following is None:
            return reached
        here = line + lines.count(counted, following.start)
        if here + lines.count(following.start, following.end) > reached or not _may_be(literal, following, data):
            return reached
        counted, line = following.start, here
        following = next(waiting, None)
        return here

    return line_of_next


def _may_be(literal: ox.Literal, text: QuotedText, data: bytes) -> bool:
    """Whether the text in quotes can be the literal; numbers and truth values need none."""
    if literal.datatype.value not in _BARE:
        return True
    return text.typed and literal.value.encode() in data[text.start : text.end]
