"""The documents about a named graph: what its file states, exactly."""

from __future__ import annotations

from minegraph.documents.named_graph_page import Background, Content, named_graph_page
from minegraph.dump import dump_quads, graph_named
from minegraph.formats import DOCUMENTS, HTML
from minegraph.web.documents import form_named, send, send_triples
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, name: str, form: str, address: str) -> None:
    """Write the named graph with the path `name` in a form. Raises NotFoundError."""
    wanted = form_named(DOCUMENTS, form)
    iri = graph_named(graph.layout, name)
    quads = dump_quads(graph.generation or graph.knowledge.built(), graph.layout, [iri])
    triples = [quad.triple for quad in quads]
    if wanted == HTML:
        background = Background.read(graph.source)
        page = graph.kept(f"page of {name}", lambda: named_graph_page(background, iri, Content.whole(triples), address))
        send(output, wanted, page)
    else:
        send_triples(output, wanted, triples)
