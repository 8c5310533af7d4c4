"""The answer of a job as the server passes it on: a head, and a body that may still be growing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from minegraph.web.failures import RequestError

CHUNK = 1 << 16


class BrokenOffError(Exception):
    """The body of an answer that has begun does not come to its end; the connection has to break so that it shows."""


class Answer:
    """Status and headers, then `chunks` or `read` for the body. `close` when it is not read to its end."""

    def __init__(self, spool: Path, abandon: Callable[[], None]) -> None:
        self.status, self.headers = 0, list[tuple[str, str]]()
        self.spool, self._abandon = spool, abandon
        self._size, self._is_whole = 0, False
        self._failure: RequestError | None = None
        self._changed = asyncio.Event()
        self._file = -1

    async def begun(self) -> None:
        """Wait for the head; raises the RequestError that came instead."""
        while not self.status:
            if self._failure:
                self.close()
                raise self._failure
            await self._news()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes; raises BrokenOffError when its end does not."""
        at = 0
        try:
            while at < self._size or not self._is_whole:
                if at < self._size:
                    piece = os.pread(self._file, min(CHUNK, self._size - at), at)
                    at += len(piece)
                    yield piece
                elif self._failure:
                    raise BrokenOffError(self._failure.message)
                else:
                    await self._news()
        finally:
            self.close()

    async def read(self) -> bytes:
        """The whole body."""
        return b"".join([piece async for piece in self.chunks()])

    def close(self) -> None:
        """Let go of the body, and of the work on it if it is not whole."""
        if not self._is_whole:
            self._abandon()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self.spool.unlink(missing_ok=True)

    async def _news(self) -> None:
        await self._changed.wait()
        self._changed.clear()

    def take_head(self, status: int, headers: list[tuple[str, str]]) -> None:
        """The head has come."""
        self.status, self.headers = status, headers
        self._file = os.open(self.spool, os.O_RDONLY)
        self.spool.unlink(missing_ok=True)
        self._changed.set()

    def take_size(self, size: int, *, is_whole: bool = False) -> None:
        """So much of the body is there."""
        self._size, self._is_whole = size, is_whole
        self._changed.set()

    def take_failure(self, failure: RequestError) -> None:
        """There will be no more."""
        self._failure = self._failure or failure
        self._changed.set()
