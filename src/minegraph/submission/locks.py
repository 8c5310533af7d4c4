"""The lock of a workspace: one process at a time changes the inbox and what was accepted."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from minegraph.errors import SubmissionError
from minegraph.generations import lock_file
from minegraph.telling import Notice

PATIENCE = 60.0
PAUSE = 0.05
BEYOND = 1 << 30  # on Windows the locked byte cannot be read by others, so it is not one of the holder's name


@contextmanager
def held(path: Path, verb: str, who: str, notice: Notice, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock; while another process has it, `notice` is told who, and one waits, at most `patience` seconds.

    The system frees the lock of a process that ends, however it ends.
    """
    with path.open("a+b") as file:
        file.seek(BEYOND)
        _wait(file, notice, patience)
        since = datetime.now().astimezone().strftime("%H:%M:%S")
        _write(file, json.dumps({"verb": verb, "who": who, "pid": os.getpid(), "since": since}).encode())
        try:
            yield
        finally:
            _write(file, b"")


def _wait(file: IO[bytes], notice: Notice, patience: float) -> None:
    end, told = time.monotonic() + patience, False
    while not lock_file(file, wait=False):
        holder = _holder(file)
        if holder and not told:
            notice(f"Waiting: {holder}.")
            told = True
        if time.monotonic() > end:
            advice = "Try again when it has finished."
            raise SubmissionError(f"The workspace is still in use: {holder or 'another process'}. {advice}")
        time.sleep(PAUSE)


def _holder(file: IO[bytes]) -> str:
    """Who holds the lock, in words; empty as long as that is not written."""
    file.seek(0)
    try:
        said = json.loads(file.read())
    except ValueError:
        return ""
    finally:
        file.seek(BEYOND)
    return f'{said["verb"]} by "{said["who"]}" (process {said["pid"]}, since {said["since"]})'


def _write(file: IO[bytes], data: bytes) -> None:
    file.truncate(0)
    file.seek(0)
    file.write(data)
    file.flush()
