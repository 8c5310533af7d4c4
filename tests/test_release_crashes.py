"""Publishing that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minegraph.release.folder import left_behind


@pytest.mark.skipif(os.name == "nt", reason="no signals of Unix")
def test_killed_publishing_leaves_the_release_before(tiny_root: Path, shipped_root: Path, tmp_path: Path) -> None:
    shutil.copy(shipped_root / "data" / "dataset.ttl", tiny_root / "data")
    site = tmp_path / "site"
    site.mkdir()
    (site / "release.json").write_text("the one before")
    command = [sys.executable, "-m", "minegraph", "--root", str(tiny_root), "publish", "-o", str(site)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not any(tmp_path.glob("site.draft-*/releases/*")):
        assert running.poll() is None
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert [(path.name, path.read_text()) for path in site.iterdir()] == [("release.json", "the one before")]
    assert len(left_behind(site)) == 1
