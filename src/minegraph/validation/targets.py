"""Focus nodes: which nodes a shape is about, as SPARQL patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from minegraph.terms import BASE
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.selections import Nodes
from minegraph.validation.shacl import RDF
from minegraph.validation.shapes import Shape
from minegraph.validation.triples import Node, Term

ASKED = ox.NamedNode(f"{BASE}function/asked")
Targeting = tuple[tuple[str, Term], ...]
_CHUNK = 1000


class Targets:
    """The focus nodes of shapes in the data, all of them or only those asked for.

    For blank nodes to be asked for, the data graph must know the function ASKED, which says whether a node is.
    """

    def __init__(self, data: DataGraph, asked: frozenset[Node] | None = None) -> None:
        self._data = data
        self._asked = asked
        self._named = sorted(str(node) for node in asked or () if isinstance(node, ox.NamedNode))
        self._known: dict[tuple[Targeting, bool], list[Nodes]] = {}

    def nodes(self, shape: Shape, everywhere: bool = False) -> list[Nodes]:
        """The focus nodes of a shape, in portions, none when there are none; `everywhere`: not only those asked for."""
        key = (shape.targets, everywhere)
        if key not in self._known:
            self._known[key] = list(self._portions(shape.targets, everywhere))
        return self._known[key]

    def focus_nodes(self, shape: Shape) -> Iterator[Term]:
        """The focus nodes of a shape, one by one."""
        for nodes in self.nodes(shape):
            yield from (row["focus"] for row in self._data.select(f"SELECT ?focus WHERE {{ {nodes('?focus')} }}"))

    def _portions(self, targets: Targeting, everywhere: bool) -> Iterator[Nodes]:
        patterns = [pattern for kind, term in targets if (pattern := self._pattern(kind, term))]
        if not patterns:
            return
        if self._asked is None or everywhere:
            yield _distinct(patterns)
            return
        named = sorted({iri for kind, term in targets for iri in self._found(kind, term)})
        yield from (_listed(chunk) for chunk in _chunks(named))
        if len(self._named) < len(self._asked):
            yield from self._blank(patterns)

    def _pattern(self, kind: str, term: Term) -> Nodes | None:
        """The nodes of one target, possibly repeated; None when there are none."""
        match kind:
            case "targetSubjectsOf":
                return lambda v: f"{v} {term} {v}_any ."
            case "targetObjectsOf":
                return lambda v: f"{v}_any {term} {v} ."
            case "targetNode":
                return None if isinstance(term, ox.BlankNode) else _listed([str(term)])
        classes = [f"<{iri}>" for iri in self._data.classes(term)]
        if classes[1:]:
            return lambda v: f"VALUES {v}_class {{ {' '.join(classes)} }} {v} <{RDF}type> {v}_class ."
        return (lambda v: f"{v} <{RDF}type> {classes[0]} .") if classes else None

    def _found(self, kind: str, term: Term) -> Iterator[str]:
        """The IRIs asked for that a target is about, starting from what is asked for."""
        if kind == "targetNode":
            yield from [str(term)] if isinstance(term, ox.NamedNode) and term in (self._asked or ()) else []
            return
        if kind == "targetClass":
            yield from (node for iri in self._data.classes(term) for node in self._types[iri])
            return
        pattern = self._pattern(kind, term)
        if pattern is None:
            return
        for chunk in _chunks(self._named):
            query = f"SELECT DISTINCT ?focus WHERE {{ {_listed(chunk)('?focus')} {pattern('?focus')} }}"
            yield from (str(row["focus"]) for row in self._data.select(query))

    @cached_property
    def _types(self) -> defaultdict[str, list[str]]:
        """The IRIs asked for, by their stated classes."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for chunk in _chunks(self._named):
            query = f"SELECT DISTINCT ?focus ?class WHERE {{ {_listed(chunk)('?focus')} ?focus <{RDF}type> ?class }}"
            for row in self._data.select(query):
                found[str(row["class"])[1:-1]].append(str(row["focus"]))
        return found

    def _blank(self, patterns: list[Nodes]) -> Iterator[Nodes]:
        nodes = _distinct(patterns, lambda v: f"FILTER(isBlank({v}) && {ASKED}({v}))")
        if any(self._data.select(f"SELECT ?focus WHERE {{ {nodes('?focus')} }} LIMIT 1")):
            yield nodes


def _distinct(patterns: list[Nodes], condition: Nodes = lambda _: "") -> Nodes:
    def bind(v: str) -> str:
        union = " UNION ".join(f"{{ {pattern(v)} {condition(v)} }}" for pattern in patterns)
        return f"{{ SELECT DISTINCT {v} WHERE {{ {union} }} }}"

    return bind


def _listed(terms: list[str]) -> Nodes:
    return lambda v: f"VALUES {v} {{ {' '.join(terms)} }}"


def _chunks(terms: list[str]) -> Iterator[list[str]]:
    return (terms[at : at + _CHUNK] for at in range(0, len(terms), _CHUNK))
