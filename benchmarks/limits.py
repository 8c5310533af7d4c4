"""Work that is stopped when it takes too long."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import NamedTuple


class StoppedError(BaseException):
    """The time is up. No Exception, so that no library takes it for one of its own."""


class Timed(NamedTuple):
    """How long some work took, and whether it was finished."""

    seconds: float
    finished: bool


def timed(work: Callable[[], object], limit: float) -> Timed:
    """Do some work, but no longer than the limit in seconds."""
    before = signal.signal(signal.SIGALRM, _stop)
    started = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        work()
    except StoppedError:
        return Timed(time.perf_counter() - started, False)
    else:
        return Timed(time.perf_counter() - started, True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(*_: object) -> None:
    raise StoppedError
