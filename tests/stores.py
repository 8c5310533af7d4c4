"""Stores, asked."""

from __future__ import annotations

import pyoxigraph as ox

from minegraph.terms import PREFIXES


def ask(engine: ox.Store, query: str) -> list[list[str]]:
    """The rows of an answer as text; the known prefixes need not be declared."""
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    answer = engine.query(f"{prefixes}{query}")
    assert isinstance(answer, ox.QuerySolutions)
    return [[getattr(term, "value", "") for term in row] for row in answer]
