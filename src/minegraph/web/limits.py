"""What a child of the server may take of the machine, enforced by the operating system where it can."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
GRACE = 2

if sys.platform == "win32":

    def confine(megabytes: int) -> None:
        """Nothing: Windows has no such limits for a process."""

    def limit_time(seconds: float) -> None:
        """Nothing: Windows has no such limit for a process."""

    def widen() -> None:
        """Nothing: Windows has no such limit for a process."""

else:
    import resource

    def confine(megabytes: int) -> None:
        """Let the process have no more memory of its own than this (files it maps do not count), and leave no cores.

        When memory is scarce on the whole machine, it is the first to go.
        """
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")

    def limit_time(seconds: float) -> None:
        """Let the process use no more processor time than this from now, for the case that nobody stops it."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + GRACE
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))

    def widen() -> None:
        """Let the process have as many files and connections open as it may."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = hard if hard != resource.RLIM_INFINITY else 1 << 16
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, 1 << 16), hard))


def die_with_parent(parent: int) -> None:
    """End this process as soon as its parent does, at once if it has already; only on Linux."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(f"the server (process {parent}) is gone")
