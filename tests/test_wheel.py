"""The wheel, installed away from the checkout, with the network cut."""

from __future__ import annotations

import os
import shutil
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


def test_wheel_holds_the_web_pages_and_the_licences_of_what_they_carry(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name.removeprefix("minegraph/site/static/") for name in archive.namelist() if "/static/" in name}
        licences = archive.read("minegraph/site/static/licences.txt").decode()
    assert {"style.css", "page.js", "release.js", "theme.js", "map.css", "europe.json", "icon.svg"} <= held
    assert "leaflet 1.9.4 (BSD-2-Clause)" in licences


def test_sdist_builds_the_same_wheel_where_there_is_neither_node_nor_network(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build"]
    subprocess.run([*command, "-t", "sdist", "-d", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    shutil.unpack_archive(next(tmp_path.glob("*.tar.gz")), tmp_path, filter="data")
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    npm = {"npm_config_offline": "true", "npm_config_cache": str(tmp_path / "npm")}
    environment = {**os.environ, **npm, "PATH": "", "PYTHONPATH": str(tmp_path)}
    unpacked = next(path for path in tmp_path.glob("minegraph-*") if path.is_dir())
    built = [*command, "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(built, cwd=unpacked, env=environment, check=True, capture_output=True)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


def test_failing_bundle_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    for name in ("package.json", "package-lock.json"):
        (tmp_path / "web" / name).write_text("{", encoding="utf-8")
    script = f"import sys; from pathlib import Path; from hatch_build import bundle; bundle(Path({str(tmp_path)!r}))"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("The web pages could not be bundled: mend what is said above")
