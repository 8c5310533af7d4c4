"""The named graphs of a release: a page and a Turtle file for each."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Triple, parse

from minegraph.documents.named_graph_page import Background, Content, released_named_graph_page
from minegraph.dump import Dump, dumped
from minegraph.dump_formats import write_dump
from minegraph.release.edition import Edition
from minegraph.site import href
from minegraph.site.relocation import file_of
from minegraph.telling import Progress
from minegraph.turtle import write_turtle

MOST_HELD = 20_000
"""How many triples of a graph are held in memory; of a larger one the page has the first, and Turtle is a stream."""


def write_graphs(edition: Edition, progress: Progress) -> None:
    """Write graph/PATH.html and graph/PATH.ttl for each named graph."""
    background = Background.read(edition.source)
    with dumped(edition.generation, edition.layout) as dump:
        for done, graph in enumerate(dump.files):
            progress("named graphs", done, len(dump.files))
            content = _content(dump, graph)
            at = file_of(href(graph))
            edition.write(at, released_named_graph_page(background, graph, content, edition))
            _write_turtle(edition, at.removesuffix(".html") + ".ttl", dump.of([graph]), content)


def _write_turtle(edition: Edition, at: str, dump: Dump, content: Content) -> None:
    if content.count == len(content.triples):
        edition.write(at, write_turtle(content.triples))
        return
    with (edition.root / at).open("wb") as out:
        write_dump(dump, "ttl", out)


def _content(dump: Dump, graph: str) -> Content:
    """What a graph states, of a large one the first subjects."""
    held: list[bytes] = []
    count = resources = 0
    last = b""
    for lines in dump.triples_of(graph):
        count += len(lines)
        held += lines[: MOST_HELD - len(held)]
        for line in lines:
            subject = line.partition(b" ")[0]
            resources += subject != last and subject.startswith(b"<")
            last = subject
    if count > len(held):
        cut = held[-1].partition(b" ")[0]
        held = [line for line in held if not line.startswith(cut + b" ")]
    return Content(_triples(held), count, resources)


def _triples(lines: list[bytes]) -> list[Triple]:
    return [quad.triple for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES)]
