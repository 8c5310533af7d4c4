"""The graph as a job sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from minegraph.files import Layout, find_layout
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.store import LocalStore, Source
from minegraph.telling import ignore

T = TypeVar("T")


class Opened:
    """A graph at one generation of its store, or, without one, as its files are now."""

    def __init__(self, root: Path, store: Path, generation: Path | None) -> None:
        self.layout: Layout = find_layout(root)
        self.store, self.generation = store.resolve(), generation
        self._kept: dict[str, object] = {}
        self._built: Path | None = None

    @cached_property
    def knowledge(self) -> KnowledgeGraph:
        """The graph with its verbs."""
        if self.generation is None:
            return KnowledgeGraph(self.layout, self.store, notice=ignore)
        return KnowledgeGraph.of_generation(self.layout, self.store, self.generation)

    def current(self) -> KnowledgeGraph:
        """The graph as its files are now, for a child without a generation; what was kept of older files is let go."""
        built = self.knowledge.built()
        if built != self._built:
            self.knowledge.close()
            self._built = built
        return self.knowledge

    @property
    def source(self) -> Source:
        """Where questions are put."""
        return self.knowledge.source

    @property
    def local(self) -> LocalStore:
        """The store itself."""
        source = self.source
        assert isinstance(source, LocalStore)  # noqa: S101 (what is served has files)
        return source

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this generation in this process."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]  # type: ignore[assignment]
        return found
