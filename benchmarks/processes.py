"""Other processes, how long they take and how much memory they need."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
MINEGRAPH = str(Path(sysconfig.get_path("scripts")) / "minegraph")
LONG = 10.0
UNWANTED = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Run:
    """A process that has ended by itself: its wall time, its peak memory in bytes, and what it printed."""

    seconds: float
    peak: int
    output: str

    def read(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.output)


def run(command: Sequence[str | Path], limit: float = 3600.0) -> Run:
    """Run a command to its end; RuntimeError with its messages when it fails or takes longer than the limit.

    Modules are compiled once, as those of an installed package are.
    """
    environment = {name: value for name, value in os.environ.items() if name != UNWANTED}
    with TemporaryFile() as output, TemporaryFile() as messages:
        started = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=output, stderr=messages, env=environment)
        timer = Timer(limit, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        messages.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command}: exit {process.returncode}\n{messages.read().decode()}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(seconds, usage.ru_maxrss * unit, output.read().decode())


def script(name: str, *words: str | Path) -> list[str | Path]:
    """The command that runs another script of this directory."""
    return [sys.executable, HERE / name, *words]


def median_run(command: Sequence[str | Path], times: int, before: Callable[[], object] = lambda: None) -> Run:
    """The run of median length; a long command runs once. `before` prepares each run, outside its time."""
    runs: list[Run] = []
    while len(runs) < times and not (runs and runs[-1].seconds > LONG):
        before()
        runs.append(run(command))
    return median_of(runs)


def median_of(runs: Sequence[Run]) -> Run:
    """The run of median length."""
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def median_seconds(work: Callable[[], object], times: int) -> float:
    """How long some work in this process takes, the median of several times; once when it takes long."""
    taken: list[float] = []
    while len(taken) < times and not (taken and taken[-1] > LONG):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
