"""Statements with nodes that have no names: compared by what they say, and told of the nearest resource with a name.

Statements that share such a node are one piece. A piece that both states have, whatever its nodes are called there, is
no difference; one that is different is replaced as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

import pyoxigraph as ox

from minegraph.blanknodes import name_blank_nodes
from minegraph.errors import ReleaseError

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Said = tuple[Graph, frozenset[ox.Triple]]
Piece = list[ox.Quad]


def may_hold_blanks(line: bytes) -> bool:
    """Whether a line of N-Quads could have a blank node; a text in it can look like one."""
    return b" _:" in line or line.startswith(b"_:")


def is_blank(quad: ox.Quad | ox.Triple) -> bool:
    """Whether a blank node is the subject or object of a statement."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def differing_pieces(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> tuple[Piece, Piece]:
    """The quads with blank nodes that are to be removed, as the old state names them, and to be added.

    What is added has names of its own: they follow from what is said, and none of the old state is like them.
    """
    olds, news = _by_content(old), _by_content(new)
    removed: Piece = []
    added: Piece = []
    for said in {**olds, **news}:
        before, after = olds.get(said, []), news.get(said, [])
        removed += [quad for piece in before[len(after) :] for quad in piece]
        added += [quad for number in range(len(before), len(after)) for quad in _named_anew(said, number)]
    return removed, added


def nearest_names(pieces: Iterable[ox.Quad]) -> set[str]:
    """The resources with a name that whole pieces hang from: by their IRIs, else that of their graph."""
    quads = list(pieces)
    above: dict[tuple[object, object], ox.Quad] = {
        (quad.graph_name, quad.object): quad for quad in quads if isinstance(quad.object, ox.BlankNode)
    }
    return {_nearest_name(quad, above) for quad in quads}


def _by_content(quads: Iterable[ox.Quad]) -> dict[Said, list[Piece]]:
    """What is said -> the pieces that say it; several where the same is said of several nodes."""
    found: defaultdict[Said, list[Piece]] = defaultdict(list)
    for piece in _pieces(quads):
        graph = piece[0].graph_name
        try:
            said = frozenset(name_blank_nodes(quad.triple for quad in piece))
        except ValueError as error:
            raise ReleaseError(f"the blank nodes of {graph} cannot be compared: {error}.") from error
        found[graph, said].append(piece)
    return found


def _pieces(quads: Iterable[ox.Quad]) -> list[Piece]:
    """The quads of each graph that are joined by blank nodes."""
    ordered = sorted(quads, key=str)
    parents: dict[object, object] = {}

    def root(node: object) -> object:
        while parents.setdefault(node, node) != node:
            parents[node] = node = parents[parents[node]]
        return node

    for quad in ordered:
        nodes = _nodes(quad)
        for node in nodes[1:]:
            parents[root(node)] = root(nodes[0])
    found: defaultdict[object, Piece] = defaultdict(list)
    for quad in ordered:
        found[root(_nodes(quad)[0])].append(quad)
    return list(found.values())


def _nodes(quad: ox.Quad) -> list[tuple[Graph, ox.BlankNode]]:
    return [(quad.graph_name, term) for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode)]


def _named_anew(said: Said, number: int) -> Piece:
    graph, triples = said
    lines = "\n".join([str(graph), str(number), *sorted(map(str, triples))])
    name = f"n{sha256(lines.encode()).hexdigest()[:16]}"
    return [
        ox.Quad(_renamed(triple.subject, name), triple.predicate, _renamed(triple.object, name), graph)  # type: ignore[arg-type]
        for triple in triples
    ]


def _renamed(term: object, name: str) -> object:
    return ox.BlankNode(f"{name}{term.value}") if isinstance(term, ox.BlankNode) else term


def _nearest_name(quad: ox.Quad, above: Mapping[tuple[object, object], ox.Quad]) -> str:
    seen: set[object] = set()
    while not isinstance(quad.subject, ox.NamedNode):
        holder = above.get((quad.graph_name, quad.subject))
        if holder is None or quad.subject in seen:
            return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        seen.add(quad.subject)
        quad = holder
    return quad.subject.value
