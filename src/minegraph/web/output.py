"""What a job answers: a head, and a body that may be as long as it wants, up to a limit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import IO

from minegraph.errors import MinegraphError, StoreError

HELD = 1 << 20
"""As long as no more than this has been written, a failure can still become a proper answer."""

STEP = 1 << 16


class TooLargeError(MinegraphError):
    """An answer that is larger than one may be."""


class Output:
    """The answer of one job, written once: `send`, or `begin` and then `write`."""

    def __init__(self, spool: IO[bytes], most_bytes: int, tell: Callable[[dict[str, object]], None]) -> None:
        self._spool, self._most, self._tell = spool, most_bytes, tell
        self._status, self._headers = 200, dict[str, str]()
        self._size = self._told = 0
        self._is_begun = False
        self._started = time.perf_counter()

    def send(
        self, media_type: str, body: str | bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """A whole answer."""
        self.begin(media_type, status=status, headers=headers)
        self.write(body.encode() if isinstance(body, str) else body)

    def send_json(self, document: object) -> None:
        """A whole answer as JSON."""
        self.send("application/json", f"{json.dumps(document, ensure_ascii=False, indent=2)}\n")

    def begin(self, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """The head of an answer whose body is written bit by bit."""
        self._status, self._headers = status, {"content-type": media_type, **(headers or {})}

    def say(self, name: str, value: str) -> None:
        """One more header, which is sent if the answer has not begun by now."""
        self._headers[name] = value

    def write(self, data: bytes) -> int:
        """A piece of the body; raises TooLargeError when there is too much of it."""
        self._size += len(data)
        if self._size > self._most:
            raise TooLargeError(f"The answer is larger than {self._most >> 20:,} MB. Ask for less, such as with LIMIT.")
        self._spool_all(memoryview(data))
        if self._size > HELD and self._size >= self._told + STEP:
            self._tell({**self._head(), "size": self._size})
            self._told = self._size
        return len(data)

    def end(self) -> None:
        """Tell that the answer is whole."""
        self._tell({**self._head(), "done": self._size})

    def _spool_all(self, rest: memoryview) -> None:
        try:
            while rest:
                rest = rest[self._spool.write(rest) :]
        except OSError as error:
            raise StoreError(f"The server has no room for this answer ({error.strerror}).") from error

    def _head(self) -> dict[str, object]:
        """The head, if it has not been told."""
        if self._is_begun:
            return {}
        self._is_begun = True
        taken = f"job;dur={(time.perf_counter() - self._started) * 1000:.1f}"
        return {"head": {"status": self._status, "headers": [*self._headers.items(), ("server-timing", taken)]}}
