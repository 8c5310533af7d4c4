"""The files of a release, to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

import pyoxigraph as ox

from minegraph.errors import ReleaseError
from minegraph.published import DUMPS, VERSIONS, read_mark
from minegraph.terms import BASE
from minegraph.validation.triples import Triples

Lines = Iterator[bytes]
DESCRIPTIONS = ("dataset.ttl", ".well-known/void.ttl")


class Contents:
    """A release as a directory: its files by their paths (`/` between, decoded), and what the main ones hold."""

    def __init__(self, root: Path) -> None:
        self.root = root
        mark = read_mark(root)
        self.version, self.base = mark.version, mark.base

    @cached_property
    def files(self) -> frozenset[str]:
        """The path of every file; one that is a link out of the release is none of its files."""
        found = (file for file in self.root.rglob("*") if file.is_file() and not self._leads_out(file))
        return frozenset(file.relative_to(self.root).as_posix() for file in found)

    def _leads_out(self, file: Path) -> bool:
        return file.is_symlink() and not file.resolve().is_relative_to(self.root.resolve())

    def ending(self, *ends: str) -> list[str]:
        """The files whose names end so, sorted."""
        return sorted(name for name in self.files if name.endswith(ends))

    def bytes(self, name: str) -> bytes:
        """What a file holds; ReleaseError when it cannot be read."""
        with self._opened(name) as file:
            return file.read()

    def lines(self, name: str) -> Lines:
        """The lines of a file, with their ends, as a stream; ReleaseError when it cannot be read."""
        with self._opened(name) as file:
            yield from file

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        try:
            with (self.root / name).open("rb") as file:
                yield file
        except OSError as error:
            raise ReleaseError(f"{self.root / name}: cannot be read ({error.strerror}).") from error

    def text(self, name: str) -> str:
        """The text of a file, with a replacement for what is not UTF-8."""
        return self.bytes(name).decode(errors="replace")

    @property
    def downloads(self) -> str:
        """The directory of what is frozen with this version, with `/` at its end."""
        return f"{VERSIONS}/{self.version}/"

    @cached_property
    def ontology(self) -> Triples:
        """What ontology.ttl says; empty where there is none."""
        return Triples(self.triples(["ontology.ttl"]))

    @cached_property
    def description(self) -> tuple[ox.Triple, ...]:
        """What the release says of itself as a dataset, in DCAT and VoID, each triple once."""
        return tuple(dict.fromkeys(self.triples(DESCRIPTIONS)))

    def triples(self, names: Iterable[str]) -> Iterator[ox.Triple]:
        """The triples of those Turtle files that are there and can be read."""
        for name in names:
            if name in self.files:
                with suppress(SyntaxError):  # `readable` reports on it
                    yield from (quad.triple for quad in ox.parse(self.bytes(name), ox.RdfFormat.TURTLE))

    def quads(self) -> Iterator[ox.Quad]:
        """The quads of the dumps of this version, as a stream, whatever their IRIs are like; up to what is broken."""
        for dump in DUMPS:
            with suppress(SyntaxError), self._opened(f"{self.downloads}{dump}") as file:  # `readable` reports on it
                yield from ox.parse(file, ox.RdfFormat.N_QUADS, lenient=True)

    @property
    def has_dumps(self) -> bool:
        """True where the dumps of this version are there."""
        return all(f"{self.downloads}{dump}" in self.files for dump in DUMPS)

    def file_of(self, iri: str) -> tuple[str, str]:
        """Where an IRI of minegraph or an address of the site leads: a path of a file, there or not, and a fragment."""
        whole, _, fragment = iri.partition("#")
        home = self.base if whole.startswith(self.base) else BASE
        return self._file(whole.removeprefix(home)), fragment

    def _file(self, path: str) -> str:
        if path.startswith("id/"):
            path = f"doc/{path.removeprefix('id/')}"
        elif path.startswith("query/"):
            path = f"queries/{path.removeprefix('query/')}"
        plain = unquote(path)
        known = [plain, f"{plain}.html", f"{plain}.ttl", f"{plain.rstrip('/')}/index.html".lstrip("/")]
        if versioned := re.fullmatch(r"(dataset|ontology|shapes)/([0-9][^/]*)", plain):
            known.append(f"releases/{versioned[2]}/{versioned[1]}.ttl")
        return next((file for file in known if file in self.files), plain)
