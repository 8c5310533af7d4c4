"""Sorted lines in files larger than memory: sorting them once, and merging what is sorted as a stream."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

PORTION = 32 << 20
BLOCK = 256 << 10


def read_lines(path: Path, size: int = BLOCK) -> Iterator[list[bytes]]:
    """The lines of a file, without their ends, some at a time: about `size` bytes."""
    with path.open("rb") as file:
        rest = b""
        while block := file.read(size):
            *lines, rest = (rest + block).split(b"\n")
            if lines:
                yield lines
        if rest:
            yield [rest]


def sort_lines(portions: Iterable[list[bytes]], place: Path) -> tuple[Path, ...]:
    """Write each portion of lines, sorted and each line once, to a file beside `place`; the files."""
    found = []
    for number, lines in enumerate(portions):
        path = place.with_name(f"{place.name}.{number}")
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in sorted(set(lines)))
        found.append(path)
    return tuple(found)


def merged(runs: Iterable[Iterable[list[bytes]]]) -> Iterator[list[bytes]]:
    """The lines of several runs, each of which is sorted and has each line once, as one such run.

    Every run is read a list at a time: what lies below the smallest of their ends is sorted, by an algorithm that
    makes use of the order there is.
    """
    waiting = [run for run in map(_Run, runs) if run.lines]
    while waiting:
        limit = min(run.lines[-1] for run in waiting)
        batch = [line for run in waiting for line in run.take(limit)]
        batch.sort()
        yield list(dict.fromkeys(batch))
        waiting = [run for run in waiting if run.lines]


class _Run:
    """A sorted run, and the lines of it that were read and not yet taken."""

    def __init__(self, lists: Iterable[list[bytes]]) -> None:
        self._lists = iter(lists)
        self.lines: Sequence[bytes] = next(self._lists, ())

    def take(self, limit: bytes) -> Sequence[bytes]:
        """The next lines that are not above the limit."""
        at = bisect_right(self.lines, limit)
        taken, self.lines = self.lines[:at], self.lines[at:]
        if not self.lines:
            self.lines = next(self._lists, ())
        return taken
