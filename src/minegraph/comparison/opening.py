"""What can be compared: a release, one of its versions, or a root directory or workspace whose store is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from minegraph.build import default_store_dir, ensure_built
from minegraph.comparison.versions import Part, Version
from minegraph.datasets import MAIN
from minegraph.dump import dumped
from minegraph.errors import ReleaseError, SourceError
from minegraph.files import Layout, file_sha256, find_layout, read_bytes, shown
from minegraph.published import DUMPS, INFERRED, MARK, STATED, SUMS, VERSIONS, checksums, read_mark
from minegraph.store import LocalStore
from minegraph.telling import Notice, Progress
from minegraph.terms import PREFIXES
from minegraph.workshop import DERIVED

_VERSION = f"SELECT ?version WHERE {{ <{MAIN}> <{PREFIXES['dcat']}version> ?version }}"


def version_at(path: Path, progress: Progress, notice: Notice) -> Version:
    """What is at a path, to be compared: a release, one of its `releases/VERSION`, or the root of a graph.

    Raises ReleaseError for what is none of these or not whole, and what building a store raises.
    """
    if (path / MARK).is_file():
        return published_version(path / VERSIONS / read_mark(path).version, notice)
    if (path / STATED).exists() or (path / INFERRED).exists():
        return published_version(path, notice)
    try:
        layout = find_layout(path)
    except SourceError as error:
        what = "is not a directory" if not path.is_dir() else "neither a release nor the root of a graph"
        raise ReleaseError(
            f"{shown(path)}: {what}. Give a published directory, one of its releases/VERSION (with {STATED} and "
            f"{INFERRED}), or a directory that holds ontology/, shapes/ and data/."
        ) from error
    generation = ensure_built(layout, default_store_dir(layout), progress, notice)
    return built_version(layout, generation)


def built_version(layout: Layout, generation: Path) -> Version:
    """The graph of a root directory or workspace as a generation of its store has it."""
    inferred = set(DERIVED.values())
    with dumped(generation, layout) as dump:
        graphs = dump.files.keys() - inferred, inferred
        parts = (Part.of_lines(layout.root, _flat(dump.of(some).quads())) for some in graphs)
        row = next(iter(LocalStore.open(generation).select(_VERSION).rows), None)
        version = "" if row is None else getattr(row[0], "value", "")
        return Version(f"the graph in {shown(layout.root)}", version, *parts)


def published_version(directory: Path, notice: Notice) -> Version:
    """A published version by its directory; `notice` is told of files that are not what its checksums say."""
    for name in DUMPS:
        if not (directory / name).is_file():
            raise ReleaseError(
                f"{shown(directory)}: has no {name}. A version to compare has {STATED} and {INFERRED}; "
                "get the missing file, or publish the version anew."
            )
    listed = directory / SUMS
    for name, digest in checksums(read_bytes(listed).decode(errors="replace")) if listed.is_file() else ():
        if name in DUMPS and file_sha256(directory / name) != digest:
            notice(f"{shown(directory / name)} is not what {SUMS} says: it was changed. It is compared as it is.")
    parts = (Part.of_file(directory / name) for name in DUMPS)
    return Version(directory.resolve().name, directory.resolve().name, *parts)


def _flat(portions: Iterable[list[bytes]]) -> Iterator[bytes]:
    return (line for lines in portions for line in lines)
