"""Work that takes longer than one waits for an answer: it is queued, and one looks again how it stands."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from minegraph.web.failures import RequestError, unavailable
from minegraph.web.pool import Pool

MOST_WAITING = 30
RETRY_AFTER = 60.0
WAITING, WORKING, DONE, FAILED = "waiting", "working", "done", "failed"
_ABOUT_FILES = {
    "one question": "one file",
    "Ask for less at once.": "Split it into several.",
    "Write it with fewer and shorter chains.": "Write it with less in each other.",
}
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")


class Errand:
    """A piece of work: its `state` is waiting, working, done (with an `outcome`) or failed (with a `failure`).

    What it writes is in `folder`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = WAITING
        self.outcome: dict[str, Any] = {}
        self.failure: RequestError | None = None
        self._over, self._ended_at = asyncio.Event(), 0.0

    @property
    def is_over(self) -> bool:
        """Whether it is done, or has failed."""
        return self.state in (DONE, FAILED)

    @property
    def is_worth_another_try(self) -> bool:
        """Whether it has failed so long ago that it may go better now."""
        return bool(self.failure) and time.monotonic() - self._ended_at > RETRY_AFTER

    async def result(self) -> dict[str, Any]:
        """The outcome, once there is one; raises the RequestError that came instead."""
        await self._over.wait()
        if self.failure:
            raise self.failure
        return self.outcome

    def end(self, outcome: dict[str, Any] | RequestError) -> None:
        """Note how it ended."""
        if isinstance(outcome, RequestError):
            self.state, self.failure = FAILED, outcome
        else:
            self.state, self.outcome = DONE, outcome
        self._ended_at = time.monotonic()
        self._over.set()


class Lane:
    """A queue of errands that the children of a pool do, one after the other; `after` comes before each is done."""

    def __init__(self, pool: Pool, after: Callable[[], Awaitable[None]] | None = None) -> None:
        self._pool, self._after = pool, after
        self._turn = asyncio.Lock()
        self._queue: list[Errand] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, folder: Path, job: str, /, **arguments: object) -> Errand:
        """An errand, done when its turn comes: a job that answers with JSON. RequestError when too many wait."""
        if len(self._queue) >= MOST_WAITING:
            raise unavailable(f"{len(self._queue)} files wait to be looked at. Try again in a few minutes.", 60)
        errand = Errand(folder)
        self._queue.append(errand)
        task = asyncio.create_task(self._do(errand, job, arguments))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return errand

    def before(self, errand: Errand) -> int:
        """How many errands come before one that waits."""
        return self._queue.index(errand) if errand in self._queue else 0

    async def close(self) -> None:
        """Let go of all that is not over."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _do(self, errand: Errand, job: str, arguments: dict[str, object]) -> None:
        try:
            async with self._turn:
                errand.state = WORKING
                errand.folder.mkdir(parents=True, exist_ok=True)
                answer = await self._pool.run(job, arguments)
                outcome = json.loads(await answer.read())
                if self._after:
                    await self._after()
                errand.end(outcome)
        except RequestError as failure:
            errand.end(RequestError(failure.status, in_words_of_the_web(failure.message), failure.headers))
        finally:
            self._queue.remove(errand)
            if not errand.is_over:
                errand.end(unavailable("This was not finished. Try again."))


def in_words_of_the_web(message: str) -> str:
    """A message of the package without the options of its commands, about files where it is about questions.

    >>> in_words_of_the_web("Name the organisation or role with --by.")
    'Name the organisation or role with “by”.'
    """
    for words, others in _ABOUT_FILES.items():
        message = message.replace(words, others)
    return _OPTION.sub(lambda option: f"“{option[1].replace('-', ' ')}”", message)
