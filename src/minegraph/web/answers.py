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
    """Status and headers, then `chunks` or `read` for the body. To be closed by whom it was given.

    `abandon` is called when it is closed before all of it is there.
    """

    def __init__(self, spool: Path, abandon: Callable[[], None]) -> None:
        self.status, self.headers = 0, list[tuple[str, str]]()
        self.spool, self._abandon = spool, abandon
        self.size, self.is_whole, self.is_closed = 0, False, False
        self._failure: RequestError | None = None
        self._changed = asyncio.Event()
        self._file = -1

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.is_whole or self._failure is not None

    async def begun(self) -> None:
        """Wait for the head; raises the RequestError that came instead."""
        while not self.status:
            if self._failure:
                raise self._failure
            await self._news()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes; raises BrokenOffError when its end does not."""
        at = 0
        while at < self.size or not self.is_whole:
            if at < self.size:
                piece = os.pread(self._file, min(CHUNK, self.size - at), at)
                at += len(piece)
                yield piece
            elif self._failure:
                raise BrokenOffError(self._failure.message)
            else:
                await self._news()

    async def whole(self) -> None:
        """Wait until all of the body is there; raises the RequestError that came instead."""
        while not self.is_whole:
            if self._failure:
                raise self._failure
            await self._news()

    async def read(self) -> bytes:
        """The whole body, after which the answer is closed."""
        try:
            return b"".join([piece async for piece in self.chunks()])
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the body, and of the work on it if it is not over."""
        self.is_closed = True
        if not self.is_over:
            self._abandon()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    async def _news(self) -> None:
        await self._changed.wait()
        self._changed.clear()

    def take_head(self, status: int, headers: list[tuple[str, str]]) -> None:
        """The head has come."""
        if not self.is_closed:
            self._file = os.open(self.spool, os.O_RDONLY)
        self.status, self.headers = status, headers
        self._changed.set()

    def take_size(self, size: int, *, is_whole: bool = False) -> None:
        """So much of the body is there."""
        self.size, self.is_whole = size, is_whole
        self._changed.set()

    def take_failure(self, failure: RequestError) -> None:
        """There will be no more, unless all is there."""
        self._failure = self._failure or failure
        self._changed.set()
