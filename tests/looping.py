"""An event loop for a test, also in a process whose main thread has that of a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def run(trip: Coroutine[object, object, T]) -> T:
    """What a coroutine gives in the end, in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, trip).result()
