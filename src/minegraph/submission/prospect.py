"""The graph as it is beside the graph as it would be: made by the code of the build, in memory, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from minegraph.comparison.names import names_of
from minegraph.errors import StoreError
from minegraph.files import Layout, parse_turtle
from minegraph.generations import DamageError, Generation, Generations
from minegraph.inputs import Read, read_inputs
from minegraph.store import LocalStore
from minegraph.submission.provenance import is_record
from minegraph.telling import Notice, Progress, ignore
from minegraph.workshop import DERIVED, Workshop

OUTDATED = "The store in use is not up to date with the files; the graph is read from the files."


@dataclass(frozen=True)
class Prospect:
    """One named graph before and after a decision, and the whole graph around it before and after.

    `former` and `future` are what the graph's file says, every literal as written; empty when there is no such file.
    """

    graph: str
    before: LocalStore
    after: LocalStore
    former: frozenset[ox.Triple]
    future: frozenset[ox.Triple]

    @cached_property
    def changed(self) -> tuple[ox.Triple, ...]:
        """The statements that only one of the two says, sorted; where they come from does not count."""
        differing = (triple for triple in self.former ^ self.future if not is_record(triple))
        return tuple(sorted(differing, key=str))

    @property
    def is_withdrawal(self) -> bool:
        """The graph is there and would be gone."""
        return bool(self.former) and not self.future

    def is_stated_elsewhere(self, triple: ox.Triple) -> bool:
        """Whether another file states it as well."""
        found = self.after.engine.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(_name(quad) not in DERIVED.values() and _name(quad) != self.graph for quad in found)

    def labels_of(self, iris: Iterable[str]) -> dict[str, str]:
        """What every IRI is called, or was called before it was gone; projects by their acronyms."""
        return names_of(self.before, self.after, iris)


def foresee(
    layout: Layout,
    store_dir: Path,
    graph_name: str,
    triples: Sequence[ox.Triple],
    *,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> Prospect:
    """The graph as it is, and as it would be if the file of `graph_name` (`data/submissions/ID`) said these triples.

    Without triples: if there were no such file. The store in use answers for the graph as it is when it is up to date
    with the files; it and the files are only read. Raises SourceError for a file that cannot be read.
    """
    say = progress or ignore
    name = f"{graph_name}.ttl"
    graph = layout.graph_iri(layout.root / name)
    read, generation = read_inputs(layout), _generation(store_dir)
    former = frozenset(quad.triple for quad in parse_turtle(read.contents.get(name, b""), layout.root / name))
    future = frozenset(triples)
    before = _in_use(generation, read)
    if before is None:
        (notice or ignore)(OUTDATED)
        before = _concluded(layout, read, generation, say)
    if former == future:
        return Prospect(graph, before, before, former, future)
    content = ox.serialize(sorted(future, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
    changed = read.with_graph(graph, name, content) if future else read.without_graph(graph)
    return Prospect(graph, before, _concluded(layout, changed, generation, say), former, future)


def _generation(store_dir: Path) -> Generation | None:
    try:
        return Generations(store_dir).current()
    except DamageError:
        return None


def _in_use(generation: Generation | None, read: Read) -> LocalStore | None:
    """The store in use, if it answers for just these files and can be opened."""
    inputs = generation.manifest.inputs if generation is not None else {}
    known = {name: one.sha256 for name, one in inputs.items()}
    if generation is None or known != {name: one.sha256 for name, one in read.inputs.items()}:
        return None
    try:
        return LocalStore.open(generation.path)
    except StoreError:
        return None


def _concluded(layout: Layout, read: Read, generation: Generation | None, progress: Progress) -> LocalStore:
    workshop = Workshop(layout, read, generation, progress)
    workshop.conclude()
    return LocalStore(workshop.memory)


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
