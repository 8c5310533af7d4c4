"""The dumps of a release: exactly what the graph holds, in every format."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.files import Layout
from minegraph.formats import DATASETS, Format
from minegraph.render import NAMELESS


def downloads(release: Path) -> Path:
    """The directory of the one version of a release."""
    (version,) = (release / "releases").iterdir()
    return version


def canonical(quads: list[ox.Quad]) -> str:
    """The RDFC-1.0 hash of a dataset as the engine itself makes it."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


def stated(root: Path, named: bool) -> list[ox.Quad]:
    """What the files of a graph say, read on their own."""
    quads = []
    for graph, path in Layout(root).graph_files.items():
        name = ox.NamedNode(graph) if named else ox.DefaultGraph()
        for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    return quads


@pytest.mark.parametrize("form", DATASETS, ids=lambda form: form.name)
def test_dump_of_what_is_stated_says_what_the_files_say(tiny_release: Path, published_root: Path, form: Format) -> None:
    found = list(ox.parse(path=str(downloads(tiny_release) / f"stated.{form.suffix}")))
    assert canonical(found) == canonical(stated(published_root, form.name not in NAMELESS))


def test_n_quads_are_canonical(tiny_release: Path) -> None:
    for path in sorted(downloads(tiny_release).glob("*.nq")):
        assert sha256(path.read_bytes()).hexdigest() == canonical(list(ox.parse(path=str(path))))
