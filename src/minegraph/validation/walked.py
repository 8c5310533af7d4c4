"""A graph of which only parts are looked at, and what was looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

import pyoxigraph as ox

from minegraph.validation.paths import Alternative, Inverse, Predicate, PropertyPath, Repeated, Sequence
from minegraph.validation.shacl import RDFS
from minegraph.validation.triples import Node, Term

MANY = 200
"""How many uses of a node are counted at most."""

_SUBCLASS = ox.NamedNode(f"{RDFS}subClassOf")

Nodes = set[Term]
Key = tuple[Node | None, ox.NamedNode | None, Term | None]


class Walked:
    """A graph with some statements added and some of its named graphs left out, of which only parts are looked at.

    `meets_added` tells whether anything added was looked at since it was last set to false.
    """

    def __init__(self, context: ox.Store, added: Iterable[ox.Quad], leave_out: Collection[str] = ()) -> None:
        self._context = context
        self._left_out = {ox.NamedNode(name) for name in leave_out}
        self._added = ox.Store()
        self._added.extend(added)
        self._seen: dict[Key, list[ox.Quad]] = {}
        self._with_added: set[Key] = set()
        self.meets_added = False
        self.quads(None, _SUBCLASS, None)

    def store(self) -> ox.Store:
        """What was looked at so far, and everything added; a triple that was added is only where it was added."""
        part = ox.Store()
        part.extend(self._added)
        added = {quad.triple for quad in self._added}
        part.extend(quad for found in self._seen.values() for quad in found if quad.triple not in added)
        return part

    def walk(self, path: PropertyPath, nodes: Nodes, backwards: bool = False) -> Nodes:
        """Where a path leads from nodes; what it passes is looked at."""
        match path:
            case Predicate(iri):
                return self.step(ox.NamedNode(iri), nodes, backwards)
            case Inverse(inner):
                return self.walk(inner, nodes, not backwards)
            case Alternative(parts):
                return {node for part in parts for node in self.walk(part, nodes, backwards)}
            case Sequence(parts):
                for part in reversed(parts) if backwards else parts:
                    nodes = self.walk(part, nodes, backwards)
                return nodes
            case Repeated(inner, sign):
                return self._repeat(inner, sign, nodes, backwards)

    def step(self, predicate: ox.NamedNode, nodes: Nodes, backwards: bool) -> Nodes:
        """Where a property leads from nodes, or backwards, from where it leads to them."""
        if backwards:
            return {quad.subject for node in nodes for quad in self.quads(None, predicate, node)}
        return {quad.object for node in nodes for quad in self.said_of(node, predicate)}

    def uses(self, predicate: ox.NamedNode | None, value: Term) -> int:
        """How many triples with a predicate, None for any, end in a value; MANY stands for that many or more."""
        return sum(1 for _ in islice(self._context.quads_for_pattern(None, predicate, value, None), MANY))

    def said_of(self, node: Term, predicate: ox.NamedNode | None = None) -> list[ox.Quad]:
        """What is said of a node, or only with one predicate; nothing is said of a literal."""
        return self.quads(node, predicate, None) if isinstance(node, Node) else []

    def one_that_refers(self, node: Term, predicate: Term) -> None:
        """Look at one statement with the predicate that ends in the node, if there is any."""
        if isinstance(predicate, ox.NamedNode):
            found = self._context.quads_for_pattern(None, predicate, node, None)
            one = next((quad for quad in found if quad.graph_name not in self._left_out), None)
            if one and isinstance(one.subject, Node):
                self._seen.setdefault((one.subject, predicate, node), [one])

    def quads(self, subject: Node | None, predicate: ox.NamedNode | None, value: Term | None) -> list[ox.Quad]:
        """The statements with these parts, None for any, which are looked at."""
        key = (subject, predicate, value)
        if key not in self._seen:
            found = self._context.quads_for_pattern(*key, None)
            known = [quad for quad in found if quad.graph_name not in self._left_out]
            added = list(self._added.quads_for_pattern(*key, None))
            self._seen[key] = [*known, *added]
            if added:
                self._with_added.add(key)
        self.meets_added = self.meets_added or key in self._with_added
        return self._seen[key]

    def _repeat(self, path: PropertyPath, sign: str, nodes: Nodes, backwards: bool) -> Nodes:
        found: Nodes = set() if sign == "+" else set(nodes)
        waiting = nodes
        while waiting:
            reached = self.walk(path, waiting, backwards)
            waiting = reached - found if sign != "?" else set()
            found |= reached
        return found
