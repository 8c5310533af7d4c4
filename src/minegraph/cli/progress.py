"""How far a build has come, on standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from minegraph.cli.output import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

WORDS = {
    "read": "reading the files",
    "infer": "inferring",
    "assess": "assessing synergies",
    "validate": "validating",
    "write": "writing the store",
    "compare": "comparing",
    "preview read": "reading the files",
    "preview infer": "inferring what follows",
    "preview assess": "assessing synergies",
    "preview ask": "asking the questions",
}
LAST = ("write", "preview ask")
_BUILD = "Building the store: it is new, or files have changed."
_OTHERS = {
    "preview": "Working out what accepting it would change.",
    "publish": "Writing the release.",
    "check": "Checking the release.",
    "compare": "Comparing.",
}


class Building:
    """One line when a build, preview, release or check begins, and on a terminal a progress bar; else nothing."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._announced = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that so much of a step is done."""
        work = _OTHERS.get(step.partition(" ")[0], _BUILD)
        if work != self._announced:
            self._stop()
            self._announced = work
            say(work)
            self._tasks.clear()
            self._bar = _bar() if sys.stderr.isatty() else None
        if self._bar is not None:
            if step not in self._tasks:
                self._tasks[step] = self._bar.add_task(WORDS.get(step, step.partition(" ")[2]), total=total)
            self._bar.update(self._tasks[step], completed=done, total=total)
        if step in LAST and done >= total:
            self._stop()

    def say(self, sentence: str) -> None:
        """Tell the user something about the build."""
        self._stop()
        say(f"minegraph: {sentence}")

    def _stop(self) -> None:
        """Take the bar away, so that other things can be written."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar
