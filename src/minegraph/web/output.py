"""What a job answers: a head, and a body that may be as long as it wants, up to a limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

from minegraph.errors import MinegraphError

HELD = 1 << 20
"""As long as no more than this has been written, a failure can still become a proper answer."""

STEP = 1 << 16


class TooLargeError(MinegraphError):
    """An answer that is larger than one may be."""


class Output:
    """The answer of one job, written once: `send`, or `begin` and then `write`."""

    def __init__(self, spool: IO[bytes], most_bytes: int, tell: Callable[[dict[str, object]], None]) -> None:
        self._spool, self._most, self._tell = spool, most_bytes, tell
        self._head: dict[str, object] | None = None
        self._size = self._told = 0
        self._is_begun = False

    def send(
        self, media_type: str, body: str | bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """A whole answer."""
        self.begin(media_type, status=status, headers=headers)
        self.write(body.encode() if isinstance(body, str) else body)

    def begin(self, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """The head of an answer whose body is written bit by bit."""
        self._head = {"status": status, "headers": [["content-type", media_type], *map(list, (headers or {}).items())]}

    def write(self, data: bytes) -> int:
        """A piece of the body; raises TooLargeError when there is too much of it."""
        self._size += len(data)
        if self._size > self._most:
            raise TooLargeError(f"The answer is larger than {self._most >> 20:,} MB. Ask for less, such as with LIMIT.")
        rest = memoryview(data)
        while rest:
            rest = rest[self._spool.write(rest) :]
        if self._size > HELD and self._size >= self._told + STEP:
            self._tell_head()
            self._tell({"size": self._size})
            self._told = self._size
        return len(data)

    def end(self) -> None:
        """Tell that the answer is whole."""
        self._tell_head()
        self._tell({"done": {"size": self._size}})

    def _tell_head(self) -> None:
        if not self._is_begun:
            self._tell({"head": self._head})
            self._is_begun = True
