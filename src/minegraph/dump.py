"""The whole graph as quads: what the files state, exactly as they write it, and what was derived from it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import pyoxigraph as ox

from minegraph.blanknodes import name_blank_nodes
from minegraph.errors import NotFoundError
from minegraph.files import Layout, read_bytes, read_quads
from minegraph.inference import in_graph
from minegraph.terms import GRAPH
from minegraph.workshop import DERIVED


def graph_named(layout: Layout, name: str) -> str:
    """The IRI of a graph by its IRI or its path, such as `data/regions/nuts-fi`; NotFoundError with the nearest."""
    known = {iri.removeprefix(GRAPH): iri for iri in (*layout.graph_files, *DERIVED.values())}
    short = name.removeprefix(GRAPH).removesuffix(".ttl")
    if short not in known:
        raise NotFoundError("graph", name, get_close_matches(short, known, n=3))
    return known[short]


def dump_quads(generation: Path, layout: Layout, graphs: Iterable[str] | None = None) -> list[ox.Quad]:
    """The quads of some graphs, by default all, sorted by their text: the same files give the same list.

    Authored graphs come from their files, since the engine rewrites literals (`16073.00` becomes `16073`); the inferred
    triples and the synergies come from the generation. Blank nodes get names that depend on their graph alone.
    """
    files = layout.graph_files
    derived = {iri: generation / f"{name}.nt" for name, iri in DERIVED.items()}
    chosen = (*files, *derived) if graphs is None else dict.fromkeys(graphs)
    found = (_derived(derived[g], g) if g in derived else _authored(files[g], g) for g in chosen)
    return sorted((quad for quads in found for quad in quads), key=str)


def _derived(path: Path, graph: str) -> Iterable[ox.Quad]:
    parsed = ox.parse(read_bytes(path), ox.RdfFormat.N_TRIPLES)
    return in_graph((quad.triple for quad in parsed), ox.NamedNode(graph))


def _authored(path: Path, graph: str) -> Iterable[ox.Quad]:
    triples = name_blank_nodes(quad.triple for quad in read_quads(path, graph))
    return in_graph(triples, ox.NamedNode(graph))
