"""Kills commands on submissions at chosen points, looks at what is left, and runs the next command.

Run as a program, `crashing.py PLACE DEED POINTS`: it warms up once and forks for every point. A point is the n-th line
of minegraph's own code on submissions and files that runs, or the n-th time that a file is opened, renamed or removed.
"""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from minegraph.files import Layout
from minegraph.submission.acceptance import withdraw
from minegraph.submission.inbox import Inbox
from submission_worlds import NORTH, draft_of, files_below, put, small_root, taken

Deed = Callable[[Layout], None]
TIMES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
WATCHED = ("submission", "files.py", "generations.py")
NEW = NORTH.replace("16073", "16074")


def submitted(layout: Layout) -> None:
    put(layout)


def newest(layout: Layout) -> str:
    return next(entry.id for entry in Inbox(layout).entries() if "16074" in entry.statements.read_text())


def accepted_before(layout: Layout) -> None:
    submitted(layout)
    taken(layout, Inbox(layout).entries()[0].id)


def new_version_before(layout: Layout) -> None:
    accepted_before(layout)
    put(layout, NEW, name="v2.ttl", replaces=Inbox(layout).entries()[0].id)


DEEDS: dict[str, tuple[Deed, Deed]] = {
    "submit": (lambda layout: void(draft_of(layout.root.parent / "handed-in")), submitted),
    "accept": (submitted, lambda layout: void(taken(layout, Inbox(layout).entries()[0].id))),
    "accept a new version": (new_version_before, lambda layout: void(taken(layout, newest(layout)))),
    "withdraw": (accepted_before, lambda layout: void(withdraw(layout, Inbox(layout).entries()[0].id, "Steward"))),
}


def void(_: object) -> None:
    """Nothing, whatever is given."""


def watch(happened: Callable[[], None]) -> None:
    """Call for every line of the watched code and every event at the system from now on."""

    def local(_frame: FrameType, event: str, _argument: object) -> object:
        if event == "line":
            happened()
        return local

    def watcher(frame: FrameType, _event: str, _argument: object) -> object:
        parts = Path(frame.f_code.co_filename).parts
        return local if "minegraph" in parts and any(part in parts for part in WATCHED) else None

    sys.addaudithook(lambda event, _: happened() if event.startswith(("open", "os.", "shutil.", "fcntl.")) else None)
    sys.settrace(watcher)  # type: ignore[arg-type]


class Child:
    """A forked process that does a deed; it says so through a pipe when it is done."""

    def __init__(self, deed: Deed, layout: Layout, at: int | None) -> None:
        self.pipe, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            passed = 0

            def happened() -> None:
                nonlocal passed
                passed += 1
                if passed == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            if at is not None:
                watch(happened)
            deed(layout)
            os.write(writing, f"{passed}\n".encode())
            os._exit(0)
        os.close(writing)

    def said(self) -> str:
        """What it said before its end."""
        with os.fdopen(self.pipe) as file:
            text = file.read()
        os.waitpid(self.pid, 0)
        return text.strip()

    def kill_after(self, seconds: float) -> None:
        """Kill it, unless it ends before."""
        select.select([self.pipe], [], [], seconds)
        os.kill(self.pid, signal.SIGKILL)


class Scene:
    """One deed, on a fresh copy of the same graph every time, and what it comes to when nothing disturbs it."""

    def __init__(self, place: Path, name: str) -> None:
        self.place = place
        self.before, self.deed = DEEDS[name]
        self.start = small_root(place / "start" / "root").root
        self.before(Layout(self.start))
        undisturbed = self.copy("undisturbed")
        self.points = int(Child(self.deed, undisturbed, 0).said())
        self.old, self.new = masked(self.start), masked(undisturbed.root)

    def copy(self, name: str) -> Layout:
        """The graph as it is before the deed."""
        shutil.copytree(self.start.parent, self.place / name)
        return Layout(self.place / name / "root")

    def check(self, layout: Layout, is_acknowledged: bool) -> None:
        """Nothing acknowledged is lost, nothing is half there, and the next command works without help."""
        left = masked(layout.root)
        for graph in set(layout.graph_files.values()):
            name = str(graph.relative_to(layout.root))
            assert left[name] in (self.old.get(name), self.new.get(name)), f"{name} is half there"
        for entry in Inbox(layout).entries():
            assert {path.name for path in entry.directory.iterdir()} >= {entry.receipt.file, "statements.ttl"}
        if is_acknowledged:
            assert left == self.new, "what was acknowledged is lost"
        self.deed(layout)
        assert masked(layout.root) == self.new, "the next command did not put it in order"
        shutil.rmtree(layout.root.parent)


def masked(root: Path) -> dict[str, bytes]:
    """The files below a directory, whenever they were written."""
    found = files_below(root)
    return {name: TIMES.sub(b"TIME", data) for name, data in found.items()}


def main(place: Path, name: str, points: int) -> None:
    """Kill a deed at as many points, a quarter of them at random times; say how many there were to choose from."""
    scene, chance = Scene(place, name), random.Random(7)  # noqa: S311
    chosen = sorted(chance.sample(range(1, scene.points + 1), min(points * 3 // 4, scene.points)))
    for number in [*chosen, scene.points + 1]:
        layout = scene.copy(f"point-{number}")
        scene.check(layout, bool(Child(scene.deed, layout, number).said()))
    started = time.perf_counter()
    Child(scene.deed, scene.copy("timed"), None).said()
    usual = time.perf_counter() - started
    for number in range(points - len(chosen)):
        layout = scene.copy(f"time-{number}")
        child = Child(scene.deed, layout, None)
        child.kill_after(chance.uniform(0, usual))
        scene.check(layout, bool(child.said()))
    print(len(chosen), scene.points)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
