"""One state of the graph to compare: its N-Quads as lines in order, so that two of any size can be walked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import ReleaseError
from minegraph.files import shown

Lines = Callable[[], Iterator[bytes]]
"""Gives the lines of N-Quads, each once, in the order of their bytes, without line ends; again at every call."""


@dataclass(frozen=True)
class Part:
    """What is stated or what is derived, and where it was read."""

    place: Path
    lines: Lines

    @classmethod
    def of_file(cls, path: Path) -> Part:
        """A file of N-Quads; one that is not in order is sorted in memory. ReleaseError when it cannot be read."""
        try:
            with path.open("rb") as file:
                if all(one <= other for one, other in pairwise(map(_bare, file))):
                    return cls(path, lambda: _walked(path))
            with path.open("rb") as file:
                held = sorted(map(_bare, file))
        except OSError as error:
            raise ReleaseError(f"{shown(path)}: cannot be read ({error.strerror}). Check the path.") from error
        return cls(path, lambda: _once(held))

    @classmethod
    def of_lines(cls, place: Path, lines: Iterable[bytes]) -> Part:
        """Lines without their ends, held in memory; `place` is only for messages."""
        held = sorted(lines)
        return cls(place, lambda: _once(held))

    def parsed(self, lines: Iterable[bytes]) -> list[ox.Quad]:
        """Some of its lines as quads; ReleaseError with the number of the line for one that is none."""
        held = list(lines)
        try:
            return list(ox.parse(b"\n".join(held), ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            damaged = next(filter(_is_damaged, held), held[-1])
            raise ReleaseError(
                f"{shown(self.place)}:{self._number_of(damaged)}: damaged, not a line of N-Quads. "
                "Get the file again, or publish the version anew."
            ) from error

    def quads_where(self, keep: Callable[[bytes, bytes], bool]) -> list[ox.Quad]:
        """The quads whose subject and predicate, as they are written, are to be kept."""
        split = ((line, line.split(b" ", 2)) for line in self.lines())
        return self.parsed(line for line, words in split if len(words) > 2 and keep(words[0], words[1]))  # noqa: PLR2004

    def _number_of(self, line: bytes) -> int:
        """Where a line stands in the file, from one; in what is held in memory, in order."""
        if not self.place.is_file():
            return next(number for number, one in enumerate(self.lines(), 1) if one == line)
        with self.place.open("rb") as file:
            return next(number for number, one in enumerate(file, 1) if _bare(one) == line)


@dataclass(frozen=True)
class Version:
    """A release or a checkout to compare: what it is called, its version (empty where it says none), its quads."""

    title: str
    version: str
    stated: Part
    derived: Part

    @property
    def parts(self) -> tuple[Part, Part]:
        """What is stated, and what is derived."""
        return self.stated, self.derived

    def quads_where(self, keep: Callable[[bytes, bytes], bool]) -> list[ox.Quad]:
        """The quads whose subject and predicate, as N-Quads write them, are to be kept."""
        return [quad for part in self.parts for quad in part.quads_where(keep)]


def _walked(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _once(map(_bare, file))


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Ordered lines without repetitions, empty ones and comments."""
    last = b""
    for line in lines:
        if line != last and not line.startswith(b"#"):
            yield line
        last = line


def _is_damaged(line: bytes) -> bool:
    try:
        list(ox.parse(line, ox.RdfFormat.N_QUADS))
    except SyntaxError:
        return True
    return False


def _bare(line: bytes) -> bytes:
    return line.rstrip(b"\r\n")
