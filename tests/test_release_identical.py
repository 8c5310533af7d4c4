"""A release has the same bytes whoever writes it: the order of sets, the directory, the time zone, the Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import minegraph

OTHERS = [f"python3.{minor}" for minor in (11, 12, 13) if minor != sys.version_info.minor]
ENVIRONMENT = {
    **os.environ,
    "LC_ALL": "C",
    "PYTHONHASHSEED": "20261125",
    "PYTHONPATH": str(Path(minegraph.__file__).parents[1]),
    "TZ": "Pacific/Kiritimati",
}
NEEDED = (
    "import click, jinja2, markupsafe, numpy, openpyxl, owlrl, pyoxigraph, pyshacl, rapidfuzz, rdflib, rich, xlsxwriter"
)


def _runs(program: str) -> bool:
    """A Python that has what minegraph needs."""
    if shutil.which(program) is None:
        return False
    return subprocess.run([program, "-c", NEEDED], capture_output=True, env=ENVIRONMENT, check=False).returncode == 0


@pytest.mark.parametrize("program", [sys.executable, *OTHERS])
def test_release_written_elsewhere_has_the_same_bytes(
    program: str, tiny_release: Path, published_root: Path, tmp_path: Path
) -> None:
    if not _runs(program):
        pytest.skip(f"{program} is not there, or lacks what minegraph needs")
    root = shutil.copytree(published_root, tmp_path / "another name", ignore=shutil.ignore_patterns(".minegraph"))
    site = tmp_path / "elsewhere" / "site"
    command = [program, "-m", "minegraph", "--root", str(root), "publish", "-o", str(site)]
    subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=True)
    assert _files(site) == _files(tiny_release)
    assert [name for name in _files(site) if (site / name).read_bytes() != (tiny_release / name).read_bytes()] == []


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
