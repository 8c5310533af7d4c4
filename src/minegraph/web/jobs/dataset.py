"""The graph described as datasets: what it holds (VoID), where it is had (DCAT-AP), and its terms for editors."""

from __future__ import annotations

from minegraph.datasets import catalogue, server_at, void
from minegraph.formats import DOCUMENTS, HTML, JSON
from minegraph.render import graph as written
from minegraph.site import render
from minegraph.statistics import Statistics, statistics
from minegraph.terms import GRAPH
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, what: str, form: str, address: str, server: str) -> None:
    """Write `void`, `catalogue` or `terms`, as a server at an address has them."""
    counted = graph.kept("statistics", lambda: statistics(graph.source))
    if what == "terms":
        send(output, JSON, counted.json())
        return
    wanted = form_named(DOCUMENTS, form)
    if wanted == HTML:
        send(output, wanted, _page(what, counted, address))
    else:
        describe = void if what == "void" else catalogue
        send(output, wanted, written(describe(graph.source, counted, server_at(server)), wanted.name))


def _page(what: str, counted: Statistics, address: str) -> str:
    forms = [(one.title, f"{address}.{one.suffix}", one.media_type) for one in DOCUMENTS if one != HTML]
    graphs = [(iri, iri.removeprefix(GRAPH), count) for iri, count in counted.graphs.items()]
    return render(f"{what}.html", counted=counted, graphs=graphs, forms=forms)
