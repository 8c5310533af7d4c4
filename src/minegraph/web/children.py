"""Child processes as the server sees them: started, given a job, listened to, killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LONGEST_LINE = 1 << 20
LEAST_PRIORITY = 10
SECONDS_TO_START = 120.0
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
CPU_CLOCK = 2
QUIET = {"RUST_BACKTRACE": "0"}
OF_THE_SERVER = "MINEGRAPH_"  # how its own settings begin, the stewards' token among them

News = dict[str, object]


@dataclass(frozen=True)
class Command:
    """How a child is started: the graph, the generation it answers from, its memory in MB, what it loads beforehand.

    The higher its `niceness`, the more it lets others go first.
    """

    root: Path
    store: Path
    generation: Path | None
    memory: int
    modules: tuple[str, ...]
    niceness: int = 0

    @property
    def line(self) -> list[str]:
        """The words of the command."""
        where = [str(self.root), str(self.store), str(self.generation or ""), str(self.memory)]
        return [sys.executable, "-m", "minegraph.web.worker", str(os.getpid()), *where, *self.modules]


class Child:
    """A running child."""

    def __init__(self, process: Process, command: Command) -> None:
        self._process, self.command = process, command
        self._is_killed = False

    @classmethod
    async def start(cls, command: Command) -> Child:
        """A new child, once it is ready; OSError when it does not become so."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_SERVER)}
        surroundings = {**inherited, **QUIET}
        creating = asyncio.ensure_future(
            asyncio.create_subprocess_exec(*command.line, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE, env=surroundings)
        )
        try:
            await asyncio.wait([creating])  # to its end, also when this is cancelled: half a process leaks its pipes
            child = cls(creating.result(), command)
            async with asyncio.timeout(SECONDS_TO_START):
                is_ready = await child._hear() is not None
        except BaseException:
            child = cls(await creating, command)
            child.kill()
            await child.ended()
            raise
        if not is_ready:
            ended = await child.ended()
            child.kill()
            raise ChildProcessError(f"a child of the server ended at its start: {ended}")
        child.let_others_go_first(command.niceness)
        return child

    async def work(self, job: dict[str, object]) -> AsyncIterator[News]:
        """What the child tells of a job, until it is done or has failed; ends early when the child dies."""
        assert self._process.stdin is not None  # noqa: S101 (started with a pipe)
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            await self._process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            return
        while news := await self._hear():
            yield news
            if "done" in news or "failed" in news:
                return

    async def _hear(self) -> News | None:
        """What the child says next; None when it is dead, as it is soon when it does not speak as it should."""
        assert self._process.stdout is not None  # noqa: S101 (started with a pipe)
        try:
            line = await self._process.stdout.readline()
            return dict(json.loads(line)) if line.endswith(b"\n") else None
        except (ValueError, TypeError):
            self.kill()
            return None

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended, as far as is known."""
        return self._process.returncode is None and not self._is_killed

    @property
    def used(self) -> float:
        """The processor time it has used, in seconds; where nobody can say, the time that has passed."""
        if sys.platform == "linux":
            with suppress(OSError):  # it has ended
                return time.clock_gettime(~self._process.pid << 3 | CPU_CLOCK)
        return time.monotonic()

    def let_others_go_first(self, niceness: int = LEAST_PRIORITY) -> None:
        """Take less of the processor where others want it; not so little that there is none left to die."""
        if niceness and hasattr(os, "setpriority") and self.is_alive:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, niceness)

    def kill(self) -> None:
        """End the process at once, and let go of it."""
        if self._process.stdin:
            self._process.stdin.close()
        if self.is_alive:
            self._is_killed = True
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, KILL)  # Process.kill would take its exit status away from who waits for it

    async def ended(self) -> str:
        """How the process ended, once it has: the name of a signal, or `exit` and its number."""
        code = await self._process.wait()
        if self._process.stdout:
            with suppress(RuntimeError):  # somebody else listens to the very last
                await self._process.stdout.read()
        self._process._transport.close()  # type: ignore[attr-defined]  # asyncio closes it later, in its own time
        return signal.Signals(-code).name if code < 0 else f"exit {code}"
