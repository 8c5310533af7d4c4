"""The generator of benchmarks/: the same graph every time, and one that holds to the shapes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from minegraph.build import build
from minegraph.files import Layout

TRIPLES = 30_000
SCRIPT = Path(__file__).parent.parent / "benchmarks" / "generate.py"


def generated(root: Path) -> Path:
    subprocess.run([sys.executable, SCRIPT, "--triples", str(TRIPLES), root], check=True, capture_output=True)
    return root


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("first") / "graph")


def contents(root: Path) -> dict[Path, bytes]:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*.ttl")}


def test_the_same_size_gives_the_same_bytes(graph: Path, tmp_path: Path) -> None:
    assert contents(generated(tmp_path / "again")) == contents(graph)


def test_the_graph_has_the_size_that_was_asked_for(graph: Path) -> None:
    facts = [path for path in (graph / "data").rglob("*.ttl") if path.parent.name != "vocabularies"]
    stated = sum(len(path.read_text().splitlines()) for path in facts)
    assert stated == pytest.approx(TRIPLES, rel=0.05)


def test_the_graph_conforms(graph: Path, tmp_path: Path) -> None:
    assert build(Layout(graph), tmp_path / "store").validation["Violation"] == 0
