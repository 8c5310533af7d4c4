"""A file handed out line by line, so that what a parser has read says where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONE_RETURN = re.compile(rb"\r(?!\n)")
_NOWHERE = (2**63, 2**63)


class Lines:
    """Bytes as a binary file that gives at most one line at a time; lines end with LF, CR LF or CR.

    A parser that reads no further than it must has, when it yields something, just been given the line on which that
    something became certain. Spans of bytes that must stay whole are given with all their lines: a parser that has to
    wait for the end of a long text would look at it again with every line.
    """

    def __init__(self, data: bytes, whole: Iterable[tuple[int, int]] = ()) -> None:
        self._data = data
        self._marked = _LONE_RETURN.sub(b"\n", data)
        self._whole = iter(whole)
        self._start, self._end = next(self._whole, _NOWHERE)
        self._at = self._stop = 0
        self.line = 0
        """The line of the byte handed out last, from 1."""

    def read(self, size: int = -1) -> bytes:
        """The rest of the line, or as much of it as asked for; nothing at the end."""
        start = self._at
        if start == self._stop:
            self._stop = self._next_stop()
        self._at = min(self._stop, start + size) if size >= 0 else self._stop
        if start < self._at:
            self.line += self.count(start - 1, self._at - 1) if start else self.count(0, self._at - 1) + 1
        return self._data[start : self._at]

    def _next_stop(self) -> int:
        """The end of the line; before a span of several lines its start, and in it the end of its last line."""
        stop = self._line_end(self._at)
        while self._start < stop:
            if self._end > stop and self._start > self._at:
                return self._start
            stop = self._line_end(self._end) if self._end > stop else stop
            self._start, self._end = next(self._whole, _NOWHERE)
        return stop

    def _line_end(self, offset: int) -> int:
        return self._marked.find(b"\n", offset) + 1 or len(self._data)

    def count(self, start: int, end: int) -> int:
        """How many lines end between two offsets."""
        return self._marked.count(b"\n", start, end)


def line_of(data: bytes, offset: int) -> int:
    """The line on which an offset is, from 1."""
    return Lines(data).count(0, offset) + 1
