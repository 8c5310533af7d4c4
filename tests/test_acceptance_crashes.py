"""Killed at any point, or with no room on the disk: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crashing import DEEDS, Scene
from minegraph.errors import SubmissionError
from minegraph.files import Layout

TESTS = Path(__file__).parent
NO_ROOM = re.compile(r"Cannot write .*\. Make room on the disk, then try again\.")


@pytest.mark.parametrize(
    ("deed", "points"), [("accept", 200), ("accept a new version", 80), ("withdraw", 80), ("submit", 80)]
)
def test_killed_command_is_put_in_order_by_the_next(tmp_path: Path, deed: str, points: int) -> None:
    command = [sys.executable, str(TESTS / "crashing.py"), str(tmp_path), deed, str(points)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    killed, possible = map(int, done.stdout.split())
    assert (killed, possible > points) == (points * 3 // 4, True)


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("deed", DEEDS)
def test_file_that_cannot_grow_leaves_nothing_half_there(tmp_path: Path, deed: str) -> None:
    scene, refused = Scene(tmp_path, deed), 0
    for most in range(0, 2000, 100):
        layout = scene.copy(f"most-{most}")
        with small_files(most):
            said = refusal(scene, layout)
        refused += bool(said)
        assert NO_ROOM.fullmatch(said) or not said
        scene.check(layout, not said)
    assert refused > 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def filled(place: Path, pages: int) -> Path:
    """A file that takes all the room but so many pages."""
    filler = place / "filler"
    room = os.statvfs(place)
    filler.write_bytes(bytes((room.f_bavail - pages) * room.f_frsize))
    return filler


def refusal(scene: Scene, layout: Layout) -> str:
    """What is said when the deed cannot be done; empty when it is done."""
    try:
        scene.deed(layout)
    except SubmissionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("deed", DEEDS)
def test_full_disk_leaves_nothing_half_there(small_disk: Path, deed: str) -> None:
    scene, outcomes = Scene(small_disk, deed), set()
    for pages in range(12):
        layout = scene.copy(f"pages-{pages}")
        filler = filled(small_disk, pages)
        said = refusal(scene, layout)
        filler.unlink()
        outcomes.add(bool(said))
        assert NO_ROOM.fullmatch(said) or not said
        scene.check(layout, not said)
    assert outcomes == {True, False}
