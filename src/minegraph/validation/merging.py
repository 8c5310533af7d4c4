"""Statements seen as part of a graph: what the shapes find wrong with what they describe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from minegraph.errors import StoreError
from minegraph.validation.checker import Checker, goes_on
from minegraph.validation.cursor import UnreadableError
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.neighbourhood import Neighbourhood
from minegraph.validation.report import Result
from minegraph.validation.shacl import RDF
from minegraph.validation.shapes import Shapes
from minegraph.validation.targets import ASKED, Targets
from minegraph.validation.triples import Node, Term

_TYPE = ox.NamedNode(f"{RDF}type")


@dataclass(frozen=True)
class _Part:
    """A part of a graph, and the shapes that look at something added in it."""

    store: ox.Store
    concerned: frozenset[Node]


@dataclass(frozen=True)
class Replacement:
    """Named graphs that go, for others that come.

    `kept` are statements of theirs that other graphs state as well: a store may hold them only where they go.
    """

    graphs: Collection[str] = ()
    kept: Sequence[ox.Quad] = ()


NOTHING = Replacement()


@dataclass(frozen=True)
class Merged:
    """A graph with statements added, some of its named graphs not seen, and some replaced by the statements.

    `scratch` is where a copy of it can be made.
    """

    context: ox.Store | None
    added: Sequence[ox.Quad]
    leave_out: Collection[str] = ()
    replaces: Replacement = NOTHING
    scratch: Path | None = None

    @property
    def _gone(self) -> list[str]:
        return [*self.leave_out, *self.replaces.graphs]

    def results(self, shapes: Shapes) -> tuple[list[Result], str]:
        """What is wrong with the resources that the statements describe, and the engine that found it."""
        asked = frozenset(quad.subject for quad in self.added if isinstance(quad.subject, Node))
        part = self._part(shapes, asked)
        if part is not None:
            return check(part.store, shapes, asked)
        with TemporaryDirectory(prefix="minegraph-", dir=self.scratch, ignore_cleanup_errors=True) as folder:
            return check(self._whole(Path(folder) / "graph"), shapes, asked)

    def broken(self, shapes: Shapes) -> list[Result]:
        """What is wrong with existing resources, and would not be without the change.

        These are those that the statements refer to, those that a replaced graph described and the statements do not,
        and those that refer to these. Nothing is looked for when the shapes take more than the set-based engine or more
        than a part of the graph.
        """
        bereft = self._bereft()
        touched = (self._named() | bereft | self._referring(bereft)) - {quad.subject for quad in self.added}
        after = self._part(shapes, touched)
        concerned = shapes.only(after.concerned) if after and not bereft else shapes
        before = Merged(self.context, (), self.leave_out)._part(concerned, touched)
        if before is None or after is None:
            return []
        known = {_what(result) for result in check(before.store, concerned, touched)[0]}
        return [result for result in check(after.store, concerned, touched)[0] if _what(result) not in known]

    def _named(self) -> frozenset[Node]:
        """What the statements refer to."""
        values = (quad.object for quad in self.added if quad.predicate != _TYPE)
        return frozenset(value for value in values if isinstance(value, ox.NamedNode))

    def _bereft(self) -> frozenset[Node]:
        """What a replaced graph describes and the statements do not."""
        graphs = [ox.NamedNode(name) for name in self.replaces.graphs]
        quads = (quad for graph in graphs for quad in self._stated(None, graph))
        described = {quad.subject for quad in self.added}
        return frozenset(quad.subject for quad in quads if isinstance(quad.subject, Node)) - described

    def _referring(self, nodes: Iterable[Node]) -> frozenset[Node]:
        """What refers to nodes, in graphs that stay."""
        gone = {ox.NamedNode(name) for name in self._gone}
        quads = (quad for node in nodes for quad in self._stated(node, None) if quad.graph_name not in gone)
        return frozenset(quad.subject for quad in quads if isinstance(quad.subject, Node))

    def _stated(self, value: Node | None, graph: ox.NamedNode | None) -> Iterator[ox.Quad]:
        if self.context is not None:
            yield from self.context.quads_for_pattern(None, None, value, graph)

    def _part(self, shapes: Shapes, asked: frozenset[Node]) -> _Part | None:
        """The part of the graph that the shapes look at from the nodes asked for; None when that takes the whole."""
        if shapes.unknown or any(goes_on(shape, shapes.by_node) for shape in shapes.roots):
            return None
        part = Neighbourhood(self.context or ox.Store(), [*self.added, *self.replaces.kept], self._gone)
        part.describe(asked, shapes.roots)
        described = _seen(part.store(), asked)
        targets = Targets(described, asked)
        concerned = []
        try:
            for shape in shapes.roots:
                part.meets_added = any(kind == "targetObjectsOf" for kind, _ in shape.targets)
                part.look(shapes, shape, set(targets.focus_nodes(shape)))
                concerned += [shape.node] if part.meets_added else []
        except UnreadableError:
            return None
        return _Part(part.store(), frozenset(concerned))

    def _whole(self, path: Path) -> ox.Store:
        store = ox.Store() if self.context is None else _copy(self.context, path)
        for name in self._gone:
            store.remove_graph(ox.NamedNode(name))
        coming = [*self.added, *self.replaces.kept]
        for quad in coming:
            for stated in list(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
                store.remove(stated)
        store.extend(coming)
        return store


def check(store: ox.Store, shapes: Shapes, asked: frozenset[Node] | None = None) -> tuple[list[Result], str]:
    """What is wrong in a store, or only with the nodes asked for, and the engine that found it."""
    data = DataGraph(store) if asked is None else _seen(store, asked)
    if shapes.unknown:
        from minegraph.validation.reference import reference_results

        found, engine = reference_results(data, shapes), "pyshacl"
    else:
        found, engine = Checker(data, shapes, Targets(data, asked)).results(), "minegraph"
    return [result for result in found if asked is None or result.focus in asked], engine


def _seen(store: ox.Store, asked: frozenset[Node]) -> DataGraph:
    def is_asked(term: Term) -> Term:
        return ox.Literal(term in asked)

    return DataGraph(store, {ASKED: is_asked})


def _what(result: Result) -> tuple[object, ...]:
    return result.constraint, result.component, result.focus, result.path, result.value


def _copy(store: ox.Store, path: Path) -> ox.Store:
    """A store with the same content: of one on disk a snapshot, which shares its files; of one in memory a copy."""
    try:
        store.backup(str(path))
    except RuntimeError:
        copied = ox.Store()
        copied.bulk_extend(store)
        return copied
    except OSError as error:
        raise StoreError(
            f"The graph cannot be copied to see the files in it ({error}). Make room on the disk."
        ) from error
    return ox.Store(str(path))
