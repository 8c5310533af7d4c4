"""The work of one build: everything is prepared in memory, then the difference to the last store is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import StoreError
from minegraph.files import Layout, parse_turtle
from minegraph.generations import VERSIONS, Generation, Manifest
from minegraph.inference import in_graph, infer, read_rules
from minegraph.inputs import Read
from minegraph.store import LocalStore
from minegraph.telling import Progress
from minegraph.terms import GRAPH, INFERRED, MG, SUBMISSIONS, SYNERGIES

DERIVED = {"inferred": INFERRED, "synergies": SYNERGIES}
STATED = ("ontology/", "data/")
MANY = 5_000


class Workshop:
    """The graph in memory, and what is done to it. `before` is the last good generation, if there is one."""

    def __init__(self, layout: Layout, read: Read, before: Generation | None, progress: Progress) -> None:
        self.layout, self.read, self.before, self.progress = layout, read, before, progress
        self.memory = ox.Store()
        self.stated: dict[str, list[ox.Quad]] = {}
        self.derived: dict[str, frozenset[bytes]] = {}
        self.steps: dict[str, str] = {}
        self.validation: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    def work(self) -> None:
        """Read, infer, assess and validate in memory; what has the same inputs as before is taken over."""
        self.conclude()
        self.steps["validate"] = self.read.digest(("shapes/",), self.steps["assess"])
        with self._step("validate"):
            self.validation = self._validate()

    def conclude(self) -> None:
        """Read, infer and assess in memory: the graph as it answers."""
        with self._step("read"):
            self._read()
        self.steps["infer"] = self.read.digest((*STATED, "code/inference"))
        with self._step("infer"):
            self._derive("inferred", "infer", self._infer)
        self.steps["assess"] = self.read.digest(("queries/synergy/", "code/synergy"), self.steps["infer"])
        with self._step("assess"):
            self._derive("synergies", "assess", self._assess)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        self.progress(name, 0, 1)
        yield
        self.progress(name, 1, 1)
        self.seconds[name] = time.perf_counter() - started

    def _read(self) -> None:
        for done, (graph, name) in enumerate(self.read.graphs.items()):
            triples = (quad.triple for quad in parse_turtle(self.read.contents[name], self.layout.path(name)))
            self.stated[graph] = list(in_graph(triples, ox.NamedNode(graph)))
            self.progress("read", done, len(self.read.graphs))
        submitted = self._submitted
        self.memory.bulk_extend(
            quad for graph, quads in self.stated.items() if graph not in submitted for quad in quads
        )
        for graph in submitted:
            self.stated[graph] = [quad for quad in self.stated[graph] if not self._is_known(quad)]
            self.memory.extend(self.stated[graph])

    @property
    def _submitted(self) -> list[str]:
        """The graphs of accepted submissions.

        They often repeat what other files state, and the engine's union of the graphs would answer with the repetition
        (SPARQL's would not): in the store, their graphs hold only what no file before them states.
        """
        return [graph for graph in self.stated if graph.startswith(SUBMISSIONS)]

    def _is_known(self, quad: ox.Quad) -> bool:
        known = self.memory.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return next(iter(known), None) is not None

    def _derive(self, name: str, step: str, conclude: Callable[[], Iterable[bytes]]) -> None:
        if self.before is not None and self.before.manifest.steps.get(step) == self.steps[step]:
            lines = self.before.read(name)
            self.memory.bulk_load(lines, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(DERIVED[name]))
            self.derived[name] = frozenset(lines.splitlines())
        else:
            self.derived[name] = frozenset(conclude())

    def _infer(self) -> Iterable[bytes]:
        infer(self.memory, read_rules(self.layout))
        return (self.memory.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(INFERRED)) or b"").splitlines()

    def _assess(self) -> Iterable[bytes]:
        from minegraph.synergy import assess, read_facets

        quads = assess(LocalStore(self.memory), read_facets(self.layout.facets))
        self.memory.bulk_extend(quads)
        return (ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()

    def _validate(self) -> dict[str, int]:
        from minegraph.validation import check_graph
        from minegraph.validation.shacl import SEVERITIES

        if self.before is not None and self.before.manifest.steps.get("validate") == self.steps["validate"]:
            return self.before.manifest.validation
        shapes = [quad for graph, quads in self.stated.items() if graph.startswith(f"{GRAPH}shapes/") for quad in quads]
        return check_graph(self.memory, shapes, known_terms=True).counts if shapes else dict.fromkeys(SEVERITIES, 0)

    def changes(self) -> tuple[list[str], list[str]]:
        """The graphs whose files are new or different, and the graphs whose files are gone."""
        old = self.before.manifest.inputs if self.before is not None else {}
        names = self.read.graphs
        changed = [
            g for g, name in names.items() if name not in old or old[name].sha256 != self.read.inputs[name].sha256
        ]
        former = (self.layout.graph_iri(self.layout.root / name) for name in old if name.endswith(".ttl"))
        return changed, sorted(set(former) - set(names))

    def write(self, path: Path) -> None:
        """Write the store of a new generation: a copy of the last one, by hard links, with the differences."""
        with self._step("write"):
            try:
                self._write_store(path)
            except RuntimeError as error:
                raise StoreError(f"{path}: the store cannot be written ({error}).") from error
            for name, lines in self.derived.items():
                (path / f"{name}.nt").write_bytes(b"".join(line + b"\n" for line in sorted(lines)))

    def _write_store(self, path: Path) -> None:
        if self.before is None:
            store = ox.Store(path)
            store.bulk_extend(self.memory)
            store.optimize()
        else:
            ox.Store.read_only(str(self.before.path)).backup(path)
            store = ox.Store(path)
            self._renew(store, self.before)
        store.flush()

    def _renew(self, store: ox.Store, before: Generation) -> None:
        changed, removed = self.changes()
        renewed = {*changed, *self._submitted}
        for graph in (*renewed, *removed):
            store.remove_graph(ox.NamedNode(graph))
        _add(store, [quad for graph in sorted(renewed) for quad in self.stated[graph]])
        for name, new in self.derived.items():
            old = frozenset(before.read(name).splitlines())
            _replace(store, ox.NamedNode(DERIVED[name]), old, new)

    def manifest(self) -> Manifest:
        """What the new generation was built from and by, and what it holds."""
        assessment = f"<{MG}SynergyAssessment> .".encode()
        counts = {
            "graphs": len(self.stated) + len(DERIVED),
            "triples": len(self.memory),
            "inferred": len(self.derived["inferred"]),
            "assessments": sum(line.endswith(assessment) for line in self.derived["synergies"]),
        }
        return Manifest(VERSIONS, dict(self.read.inputs), self.steps, counts, self.validation, {})


def _replace(store: ox.Store, graph: ox.NamedNode, old: frozenset[bytes], new: frozenset[bytes]) -> None:
    """Make a graph with the old triples hold the new ones."""
    gone = old - new
    if len(gone) > MANY:
        store.remove_graph(graph)
        old = frozenset()
    elif gone:
        store.update(f"DELETE DATA {{ GRAPH {graph} {{ {b' '.join(gone).decode()} }} }}")
    parsed = ox.parse(b"\n".join(new - old), ox.RdfFormat.N_TRIPLES)
    _add(store, list(in_graph((quad.triple for quad in parsed), graph)))


def _add(store: ox.Store, quads: list[ox.Quad]) -> None:
    if len(quads) > MANY:
        store.bulk_extend(quads)
    else:
        store.extend(quads)
