"""A pool of children that run jobs, each within its limits.

`size` jobs run at a time, others wait for a place. One that has worked for `patience` goes on in the slow lane, after
all others, so that quick jobs need not wait for it; its place goes to the next. Where the slow lane is full, a job that
is not quick goes on in its place as long as nobody waits for that. A job that reaches its deadline is killed with its
child.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from minegraph.web.answers import Answer
from minegraph.web.children import Child, Command, News
from minegraph.web.failures import RequestError, death, unavailable

LOOK_EVERY = 0.05
RETRY_START = 1.0
STANDSTILL = 8
BUSY = "The server is busy with other questions. Try again in a moment."


@dataclass(frozen=True)
class Limits:
    """What a pool allows: jobs at a time, in the slow lane and waiting; seconds of running, quick work and waiting.

    `spares` children are kept ready beside those of the jobs that run, `most_spooled` is what the answers that are
    being read may take on disk.
    """

    size: int
    deadline: float
    most_bytes: int = 64 << 20
    slow: int = 0
    spares: int = 0
    patience: float = 0.25
    waiting: float = 10.0
    most_waiting: int = 200
    most_spooled: int = 2 << 30


@dataclass(frozen=True)
class Allowance:
    """What a single job may take: seconds, and bytes of its answer."""

    seconds: float
    most_bytes: int


class Pool:
    """Children for jobs of one kind, that answer from the generation the pool was last told to `use`."""

    def __init__(self, command: Command, limits: Limits) -> None:
        self._command, self.limits = command, limits
        self._places, self._slow = asyncio.Semaphore(limits.size), asyncio.Semaphore(limits.slow)
        self._waiting = 0
        self._fit = set[Child]()
        self._idle = asyncio.Queue[Child]()
        self._answers = set[Answer]()
        self._tasks, self._partings = set[asyncio.Task[None]](), set[asyncio.Task[None]]()
        self._spools = tempfile.TemporaryDirectory(prefix="minegraph-", ignore_cleanup_errors=True)
        self._number = self._starting = 0
        self._trouble, self._is_closed = "", False

    async def start(self) -> None:
        """Start the children; OSError, and none is left, when one does not start."""
        try:
            await self.use(self._command.generation)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Kill all children."""
        self._is_closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for child in list(self._fit):
            self._part_with(child)
        await asyncio.gather(*self._tasks, *self._partings)
        self._spools.cleanup()

    async def use(self, generation: Path | None) -> None:
        """Answer from another generation from now on; OSError, and all stays as it is, when that cannot be.

        Children are ready when their predecessors go; jobs that run go on to their end.
        """
        command = replace(self._command, generation=generation)
        if command == self._command and self._fit:
            return
        wanted = self.limits.size + self.limits.spares
        started = await asyncio.gather(*(Child.start(command) for _ in range(wanted)), return_exceptions=True)
        children = [child for child in started if isinstance(child, Child)]
        if len(children) < wanted:
            for child in children:
                self._dismiss(child)
            raise next(problem for problem in started if isinstance(problem, BaseException))
        self._command = command
        while not self._idle.empty():
            self._part_with(self._idle.get_nowait())
        for child in children:
            self._welcome(child)

    async def run(
        self,
        job: str,
        arguments: Mapping[str, object],
        allowance: Allowance | None = None,
    ) -> Answer:
        """The answer of a job, once its head is there, to be closed; raises the RequestError that comes instead.

        When it is closed early, or this is cancelled, the job is stopped.
        """
        clock = asyncio.get_running_loop().time
        came = clock()
        try:
            child = await self._placed()
        except RequestError as busy:
            busy.headers["server-timing"] = _queued(clock() - came)
            raise
        waited = ("server-timing", _queued(clock() - came))
        self._number += 1
        spool = Path(self._spools.name) / str(self._number)
        answer = Answer(spool, child.kill)
        allowed = allowance or Allowance(self.limits.deadline, self.limits.most_bytes)
        asked: dict[str, object] = {"job": job, "arguments": dict(arguments), "spool": str(spool)}
        self._in_background(self._attend(child, asked, answer, allowed))
        try:
            await answer.begun()
        except BaseException as problem:
            answer.close()
            if isinstance(problem, RequestError):
                problem.headers.update([waited])
            raise
        answer.headers.append(waited)
        self._answers.add(answer)
        return answer

    async def _placed(self) -> Child:
        """A child that is ready for a job, which has a place."""
        self._answers = {answer for answer in self._answers if not answer.is_closed}
        is_full = sum(answer.size for answer in self._answers) >= self.limits.most_spooled
        if is_full or self._waiting >= self.limits.most_waiting:
            raise unavailable(BUSY)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.waiting):
                return await self._place()
        except TimeoutError:
            raise unavailable(self._trouble or BUSY) from None
        finally:
            self._waiting -= 1

    async def _place(self) -> Child:
        await self._places.acquire()
        try:
            while True:
                child = await self._idle.get()
                if child.is_alive:
                    return child
                self._part_with(child)
        except BaseException:
            self._places.release()
            raise

    async def _attend(self, child: Child, asked: dict[str, object], answer: Answer, allowed: Allowance) -> None:
        """Have a child do a job, see that it keeps to its limits, and give its place to the next."""
        limits = {"seconds": allowed.seconds, "bytes": allowed.most_bytes}
        work = asyncio.ensure_future(_listen(child, {**asked, **limits}, answer))
        lane = self._places
        try:
            async with asyncio.timeout(allowed.seconds):
                lane = await self._lane(child, work, answer)
                await asyncio.wait([work])
        except TimeoutError:
            answer.take_failure(_too_long(allowed.seconds))
        finally:
            await self._finish(child, work, answer)
            lane.release()

    async def _lane(self, child: Child, work: asyncio.Future[None], answer: Answer) -> asyncio.Semaphore:
        """The lane in which a job ends, or goes on after the others; it is stopped where there is no room for it."""
        await self._quickly(child, work)
        while not work.done():
            if not self._slow.locked():
                await self._slow.acquire()
                self._part_with(child, is_done=False)
                child.let_others_go_first()
                self._places.release()
                return self._slow
            if self._waiting:
                answer.take_failure(unavailable("The server is busy with other long questions. Try again in a while."))
                child.kill()
            await asyncio.wait([work], timeout=LOOK_EVERY)
        return self._places

    async def _quickly(self, child: Child, work: asyncio.Future[None]) -> None:
        """Wait for a job as long as it is quick; what has to wait for the processor is not slow for that."""
        if not self.limits.slow:
            await asyncio.wait([work])
        clock = asyncio.get_running_loop().time
        used, ends = child.used + self.limits.patience, clock() + STANDSTILL * self.limits.patience
        while not work.done() and child.used < used and clock() < ends:
            await asyncio.wait([work], timeout=LOOK_EVERY)

    async def _finish(self, child: Child, work: asyncio.Future[None], answer: Answer) -> None:
        """See a job end, whatever became of it, and keep its child for the next if it is fit for one."""
        is_fit = work.done() and child.is_alive and child in self._fit and child.command == self._command
        if not is_fit:
            child.kill()
        try:
            await asyncio.wait([work])
        finally:
            answer.take_failure(unavailable("The server was stopped."))
            answer.spool.unlink(missing_ok=True)
            if is_fit:
                self._idle.put_nowait(child)
            else:
                self._part_with(child)

    def _welcome(self, child: Child) -> None:
        """Let a child take jobs, unless it is out of date already."""
        if child.command != self._command or self._is_closed:
            self._dismiss(child)
            return
        self._trouble = ""
        self._fit.add(child)
        self._idle.put_nowait(child)

    def _part_with(self, child: Child, *, is_done: bool = True) -> None:
        """Let a child go, at once if its work is done, and have another in its place."""
        self._fit.discard(child)
        if is_done:
            self._dismiss(child)
        self._in_background(self._replenish())

    def _dismiss(self, child: Child) -> None:
        """Kill a child, and let go of what connects it."""
        child.kill()
        _keep(asyncio.ensure_future(_seen_off(child)), self._partings)

    async def _replenish(self) -> None:
        """Start children until there are as many as there should be, again and again if need be."""
        wanted = self.limits.size + self.limits.spares
        while not self._is_closed and len(self._fit) + self._starting < wanted:
            self._starting += 1
            try:
                self._welcome(await Child.start(self._command))
            except OSError as error:
                self._trouble = f"The server cannot start another process ({error}). Try again in a moment."
                await asyncio.sleep(RETRY_START)
            finally:
                self._starting -= 1

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        _keep(asyncio.ensure_future(work), self._tasks)


def _keep(task: asyncio.Task[None], tasks: set[asyncio.Task[None]]) -> None:
    """Remember a task until it is done; asyncio forgets those that nobody waits for."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def _seen_off(child: Child) -> None:
    """Wait for the end of a child that was killed: until then its pipes are open."""
    await child.ended()


async def _listen(child: Child, asked: dict[str, object], answer: Answer) -> None:
    """Pass on what a child tells of a job."""
    try:
        async for news in child.work(asked):
            if _pass_on(news, answer):
                return
    except OSError as error:
        answer.take_failure(unavailable(f"The server cannot read what it has written ({error.strerror})."))
        child.kill()
    answer.take_failure(death(await child.ended()))


def _queued(seconds: float) -> str:
    return f"queue;dur={seconds * 1000:.1f}"


def _too_long(seconds: float) -> RequestError:
    return unavailable(f"This was stopped after {seconds:g} seconds, the time for one question. Ask for less at once.")


def _failure(name: str, message: str, told: object) -> RequestError:
    """The failure that a child has told of, with the names it is about."""
    failure = RequestError.of(name, message)
    match told:
        case {"unknown": str() as unknown, "nearest": list() as nearest}:
            failure.unknown, failure.nearest = unknown, tuple(map(str, nearest))
    return failure


def _pass_on(news: News, answer: Answer) -> bool:
    """Tell an answer what the child has told; gives whether that was the last."""
    match news.get("failed"):
        case {"kind": str() as name, "message": str() as message}:
            answer.take_failure(_failure(name, message, news["failed"]))
            return name != "MemoryError"  # of which the child dies
    match news.get("head"):
        case {"status": int() as status, "headers": list() as headers}:
            answer.take_head(status, [(str(name), str(value)) for name, value in headers])
    for kind in ("size", "done"):
        match news.get(kind):
            case int() as size:
                answer.take_size(size, is_whole=kind == "done")
    return "done" in news
