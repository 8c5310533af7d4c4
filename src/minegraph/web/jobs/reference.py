"""The documents about the ontology and the shapes: their documentation, and what their files state, exactly."""

from __future__ import annotations

from minegraph.documents.reference import PAGES, Reading, graphs_of
from minegraph.dump import dump_quads
from minegraph.formats import DOCUMENTS, HTML
from minegraph.site import render
from minegraph.web.documents import form_named, send, send_triples
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, name: str, form: str, address: str) -> None:
    """Write the `ontology` or the `shapes` in a form."""
    wanted = form_named(DOCUMENTS, form)
    if wanted == HTML:
        send(output, wanted, graph.kept(f"page of {name}", lambda: _page(graph, name, address)))
    else:
        quads = dump_quads(graph.generation or graph.knowledge.built(), graph.layout, graphs_of(graph.layout, name))
        send_triples(output, wanted, [quad.triple for quad in quads])


def _page(graph: Opened, name: str, address: str) -> str:
    forms = [(one.title, f"{address}.{one.suffix}", one.media_type) for one in DOCUMENTS if one != HTML]
    return render(f"{name}.html", forms=forms, **PAGES[name](Reading(graph.layout, graph.source)))
