"""What a store is built from: the graph's files and the code that derives from them, known by content."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import minegraph
from minegraph.errors import SourceError
from minegraph.files import Layout, read_bytes, shown

CODE = ("inference.py", "synergy/*.py")
CLOCK_GRAIN = 100_000_000


@dataclass(frozen=True)
class Input:
    """A file's content by its digest, and how it looked on disk when it was read.

    `mtime_ns` is 0 when the file had only just been written: a later change could leave the same time.
    """

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Read:
    """The files of one build, each read once; `graphs` says which of them each named graph is."""

    inputs: Mapping[str, Input]
    contents: Mapping[str, bytes]
    graphs: Mapping[str, str]

    def digest(self, prefixes: Iterable[str], *more: str) -> str:
        """One digest for the inputs under some names, and for more."""
        chosen = tuple(prefixes)
        named = (f"{name} {self.inputs[name].sha256}" for name in sorted(self.inputs) if name.startswith(chosen))
        return sha256("\n".join([*named, *more]).encode()).hexdigest()

    def with_graph(self, graph: str, name: str, content: bytes) -> Read:
        """The same files, and one that is a named graph, as if it lay there: it takes the place of one of its name."""
        described = Input(sha256(content).hexdigest(), len(content), 0)
        graphs = dict(sorted({**self.graphs, graph: name}.items()))
        return Read({**self.inputs, name: described}, {**self.contents, name: content}, graphs)

    def without_graph(self, graph: str) -> Read:
        """The same files without the one that is this graph, if there is one."""
        name = self.graphs.get(graph)
        inputs = {other: one for other, one in self.inputs.items() if other != name}
        contents = {other: one for other, one in self.contents.items() if other != name}
        return Read(inputs, contents, {other: one for other, one in self.graphs.items() if other != graph})


def input_paths(layout: Layout) -> dict[str, Path]:
    """Name -> path of everything a store depends on: files by their path under their root, modules under `code/`."""
    package = Path(minegraph.__file__).parent
    modules = {f"code/{path.relative_to(package).as_posix()}": path for part in CODE for path in package.glob(part)}
    paths = [*layout.graph_files.values(), *layout.rules, *layout.facets]
    return {layout.name(path): path for path in paths} | modules


def read_inputs(layout: Layout) -> Read:
    """Everything a store depends on, as it is now; SourceError for a file that cannot be read."""
    inputs: dict[str, Input] = {}
    contents: dict[str, bytes] = {}
    for name, path in input_paths(layout).items():
        size, mtime = _look(path)
        contents[name] = read_bytes(path)
        is_settled = time.time_ns() - mtime > CLOCK_GRAIN
        inputs[name] = Input(sha256(contents[name]).hexdigest(), size, mtime if is_settled else 0)
    graphs = {graph: layout.name(path) for graph, path in layout.graph_files.items()}
    return Read(inputs, contents, {graph: name for graph, name in graphs.items() if name in contents})


def is_fresh(layout: Layout, known: Mapping[str, Input]) -> bool:
    """True when nothing has changed since the inputs were read; only files that look different are read again."""
    paths = input_paths(layout)
    return paths.keys() == known.keys() and all(_is_same(path, known[name]) for name, path in paths.items())


def _is_same(path: Path, known: Input) -> bool:
    size, mtime = _look(path)
    if size != known.size:
        return False
    return mtime == known.mtime_ns or sha256(read_bytes(path)).hexdigest() == known.sha256


def _look(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise SourceError(shown(path), None, f"cannot be read ({error.strerror}). Check the path.") from error
    return found.st_size, found.st_mtime_ns
