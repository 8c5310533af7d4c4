"""The documents about named graphs: one of them, the ontology, the shapes; what their files state, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad

from minegraph.documents.named_graph_page import Content, grouped, named_graph_page
from minegraph.dump import dump_quads, graph_named
from minegraph.formats import DOCUMENTS, HTML, TURTLE
from minegraph.inventory import inventory, tree
from minegraph.render import graph as written
from minegraph.site import render
from minegraph.terms import GRAPH
from minegraph.turtle import write_turtle
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output

ABOUT = {
    "ontology": ("The ontology", "What the terms of minegraph mean. The name of each term leads here from its IRI."),
    "shapes": ("The shapes", "What good data looks like: each constraint has an IRI, which leads here."),
}


def run(graph: Opened, output: Output, *, name: str, form: str, address: str) -> None:
    """Write the named graph with the path `name`, or all of the ontology or the shapes. Raises NotFoundError."""
    wanted = form_named(DOCUMENTS, form)
    graphs = _graphs(graph, name)
    quads = dump_quads(graph.generation or graph.knowledge.built(), graph.layout, graphs)
    if wanted == HTML:
        send(output, wanted, graph.kept(f"page of {name}", lambda: _page(graph, name, graphs, quads, address)))
    elif wanted == TURTLE:
        send(output, wanted, write_turtle(quad.triple for quad in quads))
    else:
        send(output, wanted, written((quad.triple for quad in quads), wanted.name))


def _graphs(graph: Opened, name: str) -> list[str]:
    """The IRIs of the graphs that a name stands for."""
    if name in ABOUT:
        return [iri for iri in graph.layout.graph_files if iri.startswith(f"{GRAPH}{name}/")]
    return [graph_named(graph.layout, name)]


def _page(graph: Opened, name: str, graphs: Sequence[str], quads: Sequence[Quad], address: str) -> str:
    if name not in ABOUT:
        content = Content.whole([quad.triple for quad in quads])
        return named_graph_page(graph.source, graphs[0], content, address)
    entries = inventory(graph.source, (quad.triple for quad in quads))
    groups = grouped(entries)
    title, words = ABOUT[name]
    return render(
        "named_graph.html",
        title=title,
        words=words,
        graph="",
        provenance=None,
        groups=groups,
        trees={kind: tree(entry for entry in entries if entry.kind == kind) for kind, _ in groups},
        more=0,
        triples=len(quads),
        forms=[(one.title, f"{address}.{one.suffix}", one.media_type) for one in DOCUMENTS if one != HTML],
    )
