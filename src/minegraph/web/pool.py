"""A pool of children that run jobs, each within its limits.

`size` jobs run at a time. One that has run for `patience` goes on in the slow lane, after all others, so that quick
jobs need not wait for it; its place goes to the next. A job that reaches its deadline is killed with its child.
Children answer from the generation that the pool was last told to `use`; those that work on an older one finish first.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from minegraph.web.answers import Answer
from minegraph.web.children import Child, Command, News
from minegraph.web.failures import RequestError, unavailable


@dataclass(frozen=True)
class Limits:
    """What a pool allows: jobs at a time and in the slow lane; seconds of running, of quick running, and of waiting."""

    size: int
    deadline: float
    most_bytes: int = 64 << 20
    slow: int = 0
    patience: float = 0.25
    waiting: float = 10.0


class Pool:
    """Children for jobs of one kind."""

    def __init__(self, command: Command, limits: Limits) -> None:
        self._command, self._limits = command, limits
        self._places = asyncio.Semaphore(limits.size)
        self._slow = asyncio.Semaphore(limits.slow)
        self._idle: deque[Child] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._spools = tempfile.TemporaryDirectory(prefix="minegraph-")
        self._number = 0
        self._is_closed = False

    async def start(self) -> None:
        """Start as many children as run at a time."""
        self._idle.extend(await asyncio.gather(*(Child.start(self._command) for _ in range(self._limits.size))))

    async def close(self) -> None:
        """Kill all children."""
        self._is_closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for child in self._idle:
            child.kill()
            await child.ended()
        self._spools.cleanup()

    def use(self, generation: Path) -> None:
        """Answer from another generation from now on."""
        self._command = replace(self._command, generation=generation)
        former = list(self._idle)
        self._idle.clear()
        for child in former:
            child.kill()
        for _ in former:
            self._in_background(self._add_child())

    async def run(self, job: str, arguments: Mapping[str, object]) -> Answer:
        """The answer of a job, once its head is there; raises the RequestError that comes instead."""
        try:
            await asyncio.wait_for(self._places.acquire(), self._limits.waiting)
        except TimeoutError:
            raise unavailable("The server is busy with other questions. Try again in a moment.") from None
        try:
            child = await self._child()
        except BaseException:
            self._places.release()
            raise
        answer = Answer(self._new_spool(), child.kill)
        asked: dict[str, object] = {"job": job, "arguments": dict(arguments), "spool": str(answer.spool)}
        self._in_background(self._attend(child, asked, answer))
        await answer.begun()
        return answer

    def _new_spool(self) -> Path:
        self._number += 1
        return Path(self._spools.name) / str(self._number)

    async def _child(self) -> Child:
        while self._idle:
            child = self._idle.popleft()
            if child.is_alive:
                return child
        try:
            return await Child.start(self._command)
        except ChildProcessError as error:
            raise unavailable(f"The server cannot start another process ({error}).") from error

    async def _attend(self, child: Child, asked: dict[str, object], answer: Answer) -> None:
        """Have a child do a job, see that it keeps to its limits, and give its place to the next."""
        lane = self._places
        work = asyncio.ensure_future(self._listen(child, asked, answer))
        try:
            is_slow = bool(self._limits.slow) and not await _ends(work, self._limits.patience)
            if is_slow and not self._slow.locked():
                lane = await self._demote(child)
            if not await _ends(work, self._limits.deadline - (self._limits.patience if is_slow else 0)):
                answer.take_failure(self._too_long)
                child.kill()
            await work
        finally:
            work.cancel()
            lane.release()
            await self._dismiss(child)

    async def _demote(self, child: Child) -> asyncio.Semaphore:
        """Move a child to the slow lane, and have another ready in its place; gives the lane."""
        await self._slow.acquire()
        child.demote()
        self._places.release()
        self._in_background(self._add_child())
        return self._slow

    async def _listen(self, child: Child, asked: dict[str, object], answer: Answer) -> None:
        """Pass on what a child tells of a job."""
        limits = {"seconds": self._limits.deadline, "bytes": self._limits.most_bytes}
        async for news in child.work({**asked, **limits}):
            if _pass_on(news, answer):
                return
        ended = await child.ended()
        answer.take_failure(unavailable(f"This takes more memory than one question may use, or crashes ({ended})."))

    @property
    def _too_long(self) -> RequestError:
        return unavailable(f"This was stopped after {self._limits.deadline:g} seconds. Ask for less at once.")

    async def _dismiss(self, child: Child) -> None:
        """Keep a child for the next job if it is fit for one, else put another in its place."""
        if child.is_alive and not child.is_demoted and child.command == self._command and not self._is_closed:
            self._idle.append(child)
            return
        child.kill()
        await child.ended()
        if not child.is_demoted:
            await self._add_child()

    async def _add_child(self) -> None:
        """Have one more child ready, if there is need of one."""
        if len(self._idle) < self._limits.size and not self._is_closed:
            with suppress(ChildProcessError):
                self._idle.append(await Child.start(self._command))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _ends(work: asyncio.Future[None], seconds: float) -> bool:
    """Whether work ends within so many seconds."""
    await asyncio.wait([work], timeout=max(seconds, 0))
    return work.done()


def _pass_on(news: News, answer: Answer) -> bool:
    """Tell an answer what the child has told; gives whether that was the last."""
    for kind, told in news.items():
        match kind, told:
            case "head", {"status": int() as status, "headers": list() as headers}:
                answer.take_head(status, [(str(name), str(value)) for name, value in headers])
            case "size", int() as size:
                answer.take_size(size)
            case "done", {"size": int() as size}:
                answer.take_size(size, is_whole=True)
                return True
            case "failed", {"kind": str() as name, "message": str() as message}:
                answer.take_failure(RequestError.of(name, message))
                return True
    return False
