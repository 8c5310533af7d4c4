"""minegraph: an open knowledge graph of Europe's mining regions.

from minegraph import KnowledgeGraph

graph = KnowledgeGraph.open()
graph.synergies("Lapland").to_pandas()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minegraph.errors import (
    AmbiguousNameError,
    CheckError,
    FormatError,
    MinegraphError,
    NotFoundError,
    QueryError,
    RefusedQueryError,
    ReleaseError,
    SourceError,
    StoreError,
    SubmissionError,
)

if TYPE_CHECKING:
    from minegraph.knowledge_graph import KnowledgeGraph, compare

__version__ = "0.1.0"

__all__ = [
    "AmbiguousNameError",
    "CheckError",
    "FormatError",
    "KnowledgeGraph",
    "MinegraphError",
    "NotFoundError",
    "QueryError",
    "RefusedQueryError",
    "ReleaseError",
    "SourceError",
    "StoreError",
    "SubmissionError",
    "__version__",
    "compare",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """`KnowledgeGraph` and `compare`, loaded when they are first asked for."""
        if name == "KnowledgeGraph":
            from minegraph.knowledge_graph import KnowledgeGraph

            return KnowledgeGraph
        if name == "compare":
            from minegraph.knowledge_graph import compare

            return compare
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
