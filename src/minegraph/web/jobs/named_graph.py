"""The documents about named graphs: one of them, the ontology, the shapes; what their files state, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import Quad

from minegraph.datasets import named_graph, stated
from minegraph.dump import dump_quads, graph_named
from minegraph.formats import DOCUMENTS, HTML, TURTLE
from minegraph.inventory import Entry, inventory, tree
from minegraph.pages import Fields
from minegraph.render import graph as written
from minegraph.site import render
from minegraph.terms import GRAPH, expand
from minegraph.turtle import write_turtle
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output

MOST_ENTRIES = 200
FIRST = ("class", "property", "shape", "constraint")
UNTOLD = set(map(expand, ("dcat:distribution", "dcterms:identifier", "dcterms:title", "void:triples")))
ABOUT = {
    "ontology": ("The ontology", "What the terms of minegraph mean. The name of each term leads here from its IRI."),
    "shapes": ("The shapes", "What good data looks like: each constraint has an IRI, which leads here."),
}


class Group(NamedTuple):
    """Resources of one kind."""

    kind: str
    entries: Sequence[Entry]


def run(graph: Opened, output: Output, *, name: str, form: str, address: str) -> None:
    """Write the named graph with the path `name`, or all of the ontology or the shapes. Raises NotFoundError."""
    wanted = form_named(DOCUMENTS, form)
    graphs = _graphs(graph, name)
    quads = dump_quads(graph.generation or graph.knowledge.built(), graph.layout, graphs)
    if wanted == HTML:
        send(output, wanted, graph.kept(f"page of {name}", lambda: _page(graph, name, quads, address)))
    elif wanted == TURTLE:
        send(output, wanted, write_turtle(quad.triple for quad in quads))
    else:
        send(output, wanted, written((quad.triple for quad in quads), wanted.name))


def _graphs(graph: Opened, name: str) -> list[str]:
    """The IRIs of the graphs that a name stands for."""
    if name in ABOUT:
        return [iri for iri in graph.layout.graph_files if iri.startswith(f"{GRAPH}{name}/")]
    return [graph_named(graph.layout, name)]


def _page(graph: Opened, name: str, quads: Sequence[Quad], address: str) -> str:
    entries = inventory(graph.source, (quad.triple for quad in quads))
    is_whole = name in ABOUT
    shown = entries if is_whole else entries[:MOST_ENTRIES]
    kinds = sorted({entry.kind for entry in shown}, key=lambda kind: (_rank(kind), kind))
    title, words = ABOUT.get(name, (name, ""))
    return render(
        "named_graph.html",
        title=title,
        words=words,
        graph="" if is_whole else _graphs(graph, name)[0],
        provenance=None if is_whole else _provenance(graph, _graphs(graph, name)[0]),
        groups=[Group(kind, [entry for entry in shown if entry.kind == kind]) for kind in kinds],
        trees={kind: tree(entry for entry in entries if entry.kind == kind) for kind in kinds} if is_whole else {},
        more=len(entries) - len(shown),
        triples=len(quads),
        forms=[(one.title, f"{address}.{one.suffix}", one.media_type) for one in DOCUMENTS if one != HTML],
    )


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _provenance(graph: Opened, iri: str) -> Fields:
    """Where a named graph comes from, and under which licence."""
    said = named_graph(graph.source, iri, 0, stated(graph.source))
    kept = (triple for triple in said if triple.predicate.value not in UNTOLD)
    return next(entry.fields for entry in inventory(graph.source, kept) if entry.iri == iri)
