"""The graph described as datasets: in VoID what it holds, in DCAT-AP where it can be had."""

from minegraph.datasets.catalogue import catalogue, named_graph
from minegraph.datasets.named import LICENCE, MAIN, VOID, document_about, stated
from minegraph.datasets.questions import questions
from minegraph.datasets.void import void

__all__ = ["LICENCE", "MAIN", "VOID", "catalogue", "document_about", "named_graph", "questions", "stated", "void"]
