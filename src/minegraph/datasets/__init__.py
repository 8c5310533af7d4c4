"""The graph described as datasets: in VoID what it holds, in DCAT-AP where it can be had."""

from minegraph.datasets.catalogue import catalogue, described, named_graph, taken_over
from minegraph.datasets.named import LICENCE, MAIN, VOID, document_about, iri, object_of, said, stated, text
from minegraph.datasets.places import CATALOGUE, ONTOLOGY, SHAPES, File, Place, graph_file, server_at
from minegraph.datasets.questions import questions
from minegraph.datasets.void import void

__all__ = [
    "CATALOGUE",
    "LICENCE",
    "MAIN",
    "ONTOLOGY",
    "SHAPES",
    "VOID",
    "File",
    "Place",
    "catalogue",
    "described",
    "document_about",
    "graph_file",
    "iri",
    "named_graph",
    "object_of",
    "questions",
    "said",
    "server_at",
    "stated",
    "taken_over",
    "text",
    "void",
]
