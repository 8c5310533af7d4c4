"""Names for blank nodes that depend on nothing but the triples, so that two readings of a file can be compared.

Where each blank node is the object of at most one triple and none contains itself (lists, nested brackets), a node is
known by where it hangs and what hangs below it, in linear time. RDFC-1.0, the standard for all graphs, takes minutes
for a list of 600; it names the rest, up to a hundred nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

import pyoxigraph as ox

MOST = 100


def name_blank_nodes(given: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples, each once, with names for the blank nodes that are the same for the same triples.

    Raises ValueError for more than a hundred blank nodes when one of them is shared or contains itself.
    """
    triples = list(dict.fromkeys(given))
    nodes = {term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)}
    if not nodes:
        return triples
    order, above = _from_the_top(triples, nodes)
    if len(order) == len(nodes):
        return _renamed(triples, _labels(triples, order, above))
    if len(nodes) > MOST:
        raise ValueError(f"more than {MOST} blank nodes, and some of them are shared. Give them IRIs")
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _from_the_top(
    triples: Sequence[ox.Triple], nodes: set[ox.BlankNode]
) -> tuple[list[ox.BlankNode], dict[ox.BlankNode, ox.Triple]]:
    """The blank nodes that hang in a tree, each after the one it hangs from, and the triple it hangs by."""
    holders: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.object, ox.BlankNode):
            holders[triple.object].append(triple)
    above = {node: found[0] for node, found in holders.items() if len(found) == 1}
    below: dict[ox.BlankNode, list[ox.BlankNode]] = defaultdict(list)
    for node, triple in above.items():
        if isinstance(triple.subject, ox.BlankNode):
            below[triple.subject].append(node)
    hanging = {node for children in below.values() for node in children}
    order = [node for node in nodes if node not in hanging and (node in above or node not in holders)]
    for node in order:
        order.extend(below[node])
    return order, above


def _labels(
    triples: Sequence[ox.Triple], order: Sequence[ox.BlankNode], above: dict[ox.BlankNode, ox.Triple]
) -> dict[ox.BlankNode, ox.BlankNode]:
    said: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        said[triple.subject].append(triple)
    contents: dict[object, str] = {}
    for node in reversed(order):
        lines = (f"{triple.predicate} {contents.get(triple.object, triple.object)}" for triple in said[node])
        contents[node] = _digest("\n".join(sorted(lines)))
    labels: dict[object, ox.BlankNode] = {}
    twins: Counter[str] = Counter()
    for node in order:
        place = (
            f"{labels.get(above[node].subject, above[node].subject)} {above[node].predicate}" if node in above else ""
        )
        known_by = f"{place} {contents[node]}"
        labels[node] = ox.BlankNode(f"b{_digest(f'{known_by} {twins[known_by]}')[:24]}")
        twins[known_by] += 1
    return {node: labels[node] for node in order}


def _renamed(triples: Sequence[ox.Triple], labels: dict[ox.BlankNode, ox.BlankNode]) -> list[ox.Triple]:
    renamed = []
    for triple in triples:
        subject = labels[triple.subject] if isinstance(triple.subject, ox.BlankNode) else triple.subject
        target = labels[triple.object] if isinstance(triple.object, ox.BlankNode) else triple.object
        renamed.append(ox.Triple(subject, triple.predicate, target))
    return renamed


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
