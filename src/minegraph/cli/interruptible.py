"""Work that Ctrl-C can stop: the engine does not look for signals while it evaluates a query."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar

from minegraph.cli.output import say

T = TypeVar("T")
INTERRUPTED = 130


def interruptible(work: Callable[[], T]) -> T:
    """What the work gives. Ctrl-C ends the process at once, with one line: the work only reads."""
    results: list[T] = []
    errors: list[BaseException] = []
    thread = threading.Thread(target=_run, args=(work, results, errors), daemon=True)
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        say("minegraph: interrupted.")
        os._exit(INTERRUPTED)
    if errors:
        raise errors[0]
    return results[0]


def _run(work: Callable[[], T], results: list[T], errors: list[BaseException]) -> None:
    try:
        results.append(work())
    except BaseException as error:  # noqa: BLE001 (raised again where the work was asked for)
        errors.append(error)
