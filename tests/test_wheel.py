"""The wheel, installed away from the checkout, with the network cut."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise OSError("the network is cut")

sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(place),
        str(ROOT),
    ]
    subprocess.run(command, check=True)
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that holds nothing but the unpacked wheel and a hook that refuses every connection."""
    place = tmp_path_factory.mktemp("away")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    (place / "site" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return place


def minegraph(away: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(away / "site"),
        "HOME": str(away),
        "XDG_CACHE_HOME": str(away / "cache"),
    }
    command = [sys.executable, "-m", "minegraph", *arguments]
    return subprocess.run(command, cwd=away, env=environment, capture_output=True, check=True, text=True).stdout


def test_wheel_holds_every_file_of_the_graph(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    folders = ("ontology", "shapes", "data", "queries")
    files = {path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert {f"minegraph/graph/{path.as_posix()}" for path in files} <= held


@pytest.mark.heavy
def test_installed_wheel_answers_without_network(away: Path) -> None:
    assert "Partners for Lapland" in minegraph(away, "synergies", "Lapland")
    assert "partners-of-project" in minegraph(away, "query", "--list")
    assert (away / "cache" / "minegraph").is_dir()


def test_the_cut_network_is_noticed(away: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        minegraph(away, "query", "countries", "--store", "http://127.0.0.1:9/sparql")
    assert failed.value.returncode == 2
