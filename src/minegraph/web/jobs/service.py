"""What the SPARQL endpoint can do (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from minegraph import render
from minegraph.terms import PREFIXES
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.representation import OFFERED, chosen

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID, DCTERMS, RDF, XSD = (PREFIXES[prefix] for prefix in ("void", "dcterms", "rdf", "xsd"))
USED_PREFIXES = {"sd": SD, "void": VOID, "dcterms": DCTERMS, "xsd": XSD}
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
COUNTS = "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
Node = ox.NamedNode | ox.BlankNode


def run(graph: Opened, output: Output, *, endpoint: str, limits: str, accept: str, formats: Sequence[str]) -> None:
    """Write the description of the endpoint at an address, which has its limits told in a sentence."""
    wanted, content_type = chosen("GRAPH", accept, formats)
    sizes = graph.kept("sizes of graphs", lambda: graph.local.select(COUNTS).rows)
    triples = _described(endpoint, limits, [(row[0], row[1]) for row in sizes])
    output.begin(content_type, headers={"vary": "accept"})
    render.write_graph(triples, wanted.name, output.write, USED_PREFIXES)


def _described(endpoint: str, limits: str, sizes: Sequence[tuple[object, object]]) -> Iterator[ox.Triple]:
    service, dataset, default = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("default")
    yield _triple(service, f"{RDF}type", _sd("Service"))
    yield _triple(service, f"{SD}endpoint", ox.NamedNode(endpoint))
    yield _triple(service, f"{SD}supportedLanguage", _sd("SPARQL11Query"))
    yield _triple(service, f"{SD}feature", _sd("UnionDefaultGraph"))
    yield _triple(service, f"{DCTERMS}description", ox.Literal(limits, language="en"))
    for media_type in (one.media_type for offered in OFFERED.values() for one in offered):
        yield _triple(service, f"{SD}resultFormat", ox.NamedNode(FORMATS + NAMES[media_type]))
    yield _triple(service, f"{SD}defaultDataset", dataset)
    yield _triple(dataset, f"{RDF}type", _sd("Dataset"))
    yield _triple(dataset, f"{SD}defaultGraph", default)
    yield _triple(default, f"{RDF}type", _sd("Graph"))
    for number, (name, count) in enumerate(sizes):
        yield from _named_graph(dataset, number, name, count)


def _named_graph(dataset: ox.BlankNode, number: int, name: object, count: object) -> Iterator[ox.Triple]:
    named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
    yield _triple(dataset, f"{SD}namedGraph", named)
    yield _triple(named, f"{RDF}type", _sd("NamedGraph"))
    yield _triple(named, f"{SD}name", name)
    yield _triple(named, f"{SD}graph", graph)
    yield _triple(graph, f"{RDF}type", _sd("Graph"))
    yield _triple(graph, f"{VOID}triples", count)


def _triple(subject: Node, predicate: str, value: object) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)  # type: ignore[arg-type]


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
