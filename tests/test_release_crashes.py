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

from minegraph import KnowledgeGraph


@pytest.mark.skipif(os.name == "nt", reason="no signals of Unix")
def test_killed_publishing_leaves_the_release_before(tiny_root: Path, shipped_root: Path, tmp_path: Path) -> None:
    shutil.copy(shipped_root / "data" / "dataset.ttl", tiny_root / "data")
    site = tmp_path / "site"
    KnowledgeGraph.open(tiny_root).publish(site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    command = [sys.executable, "-m", "minegraph", "--root", str(tiny_root), "publish", "-o", str(site)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not any(tmp_path.glob("site.draft-*/*")):
        assert running.poll() is None
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
    with pytest.warns(UserWarning, match="left by a publishing that was killed"):
        KnowledgeGraph.open(tiny_root).publish(site)
    assert (site / "release.json").is_file()
