"""The documents of all resources, written by as many processes as there are processors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue

from minegraph.errors import ReleaseError
from minegraph.release.edition import Edition
from minegraph.release.resources import documented
from minegraph.release.scribe import Scribe, described_to_others
from minegraph.telling import Progress

STEP = "documents"
AT_ONCE = 64
"""Resources that a process is given at a time."""

FEW = 1000
"""As many resources are written sooner than another process has started."""

MOST_PROCESSES = 8
Portion = Mapping[str, str]
"""The resources that are written at a time, each IRI with the path of its files."""

Finish = Callable[[Progress], None]

_PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from minegraph.release.scribe import main; main()"
)


@contextmanager
def documents_beside(edition: Edition) -> Iterator[Finish]:
    """Have other processes write the documents of all resources of minegraph (HTML, Turtle, JSON-LD) meanwhile.

    What it gives waits until all are written, and may raise ReleaseError. Few documents are written only then.
    """
    stems = list(documented(edition.source).items())
    portions: list[Portion] = [dict(stems[at : at + AT_ONCE]) for at in range(0, len(stems), AT_ONCE)]
    processes = _processors() if len(stems) > FEW else 1
    with _written(edition, portions, processes) as written:

        def finish(progress: Progress) -> None:
            done = 0
            for number in written:
                done += number
                progress(STEP, done, len(stems))

        yield finish


def _processors() -> int:
    """The processors that this process may use, up to MOST_PROCESSES."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_PROCESSES)


@contextmanager
def _written(edition: Edition, portions: list[Portion], processes: int) -> Iterator[Iterator[int]]:
    """How many resources have been written, portion by portion: by other processes, or here while one asks for it."""
    if processes == 1:
        yield _written_here(edition, portions)
        return
    with ThreadPoolExecutor(processes) as threads, _crew(edition, processes) as crew:
        free: SimpleQueue[_Process] = SimpleQueue()
        for process in crew:
            free.put(process)

        def work(portion: Portion) -> int:
            process = free.get()
            try:
                process.write(portion)
            finally:
                free.put(process)
            return len(portion)

        jobs = [threads.submit(work, portion) for portion in portions]
        try:
            yield (job.result() for job in as_completed(jobs))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _written_here(edition: Edition, portions: list[Portion]) -> Iterator[int]:
    scribe = Scribe(edition)
    for portion in portions:
        scribe.write(portion)
        yield len(portion)


class _Process:
    """Another process that writes documents."""

    def __init__(self, edition: Edition) -> None:
        command, pipe = [sys.executable, "-c", _PROGRAM], subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe)  # noqa: S603 (a program of our own)
        self._say(described_to_others(edition))

    def write(self, portion: Portion) -> None:
        """Have it write the documents of some resources. Raises ReleaseError."""
        self._say(portion)
        assert self._process.stdout is not None  # noqa: S101 (started with a pipe)
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            ended = self._process.wait()
            raise ReleaseError(f"A process that wrote documents ended early (exit {ended}). Is there enough memory?")
        answer = json.loads(line)
        if "failed" in answer:
            raise ReleaseError(answer["failed"])

    def kill(self) -> None:
        """End it, and wait for its end, so that it writes no more."""
        self._process.kill()
        self._process.communicate()

    def _say(self, what: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 (started with a pipe)
        try:
            self._process.stdin.write(f"{json.dumps(what)}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # how it ended is seen where its answer is awaited


@contextmanager
def _crew(edition: Edition, number: int) -> Iterator[list[_Process]]:
    """Processes that end at the end."""
    crew: list[_Process] = []
    try:
        crew += (_Process(edition) for _ in range(number))
        yield crew
    finally:
        for process in crew:
            process.kill()
