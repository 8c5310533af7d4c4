"""The dumps of a release: exactly what the graph holds, in every format; their hashes and checksums."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph import KnowledgeGraph, ReleaseError
from minegraph.files import Layout
from minegraph.formats import DATASETS, Format
from minegraph.render import NAMELESS
from releases import canonical, downloads


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
    found = ox.parse(path=str(downloads(tiny_release) / f"stated.{form.suffix}"))
    assert canonical(found) == canonical(stated(published_root, form.name not in NAMELESS))


def test_hashes_are_those_of_the_dataset_and_each_graph(tiny_release: Path) -> None:
    hashes = json.loads((downloads(tiny_release) / "hashes.json").read_text())
    quads: list[ox.Quad] = []
    for name, part in hashes["parts"].items():
        lines = (downloads(tiny_release) / f"{name}.nq").read_bytes()
        assert part == {"sha256": sha256(lines).hexdigest(), "quads": lines.count(b"\n")}
        quads += ox.parse(lines, ox.RdfFormat.N_QUADS)
    assert hashes["dataset"] == {"sha256": canonical(quads), "quads": len(quads)}
    for graph, one in hashes["graphs"].items():
        alone = [ox.Quad(q.subject, q.predicate, q.object) for q in quads if q.graph_name == ox.NamedNode(graph)]
        assert one == {"sha256": canonical(alone), "triples": len(alone)}
    assert sum(one["triples"] for one in hashes["graphs"].values()) == len(quads)


def test_checksums_are_of_every_file_and_hold(tiny_release: Path) -> None:
    for folder, others in ((tiny_release, {"releases"}), (downloads(tiny_release), set[str]())):
        sums = (folder / "SHA256SUMS").read_text().splitlines()
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        kept = {name for name in files - {"SHA256SUMS"} if name.split("/")[0] not in others}
        assert [line[66:] for line in sums] == sorted(kept)
        subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)


def test_graph_that_a_dump_cannot_hold_is_not_published(tmp_path: Path, published_root: Path) -> None:
    root = shutil.copytree(published_root, tmp_path / "tiny", ignore=shutil.ignore_patterns(".minegraph"))
    (root / "data" / "odd.ttl").write_text(r'<https://example.org/a> <https://example.org/b> "\u0001" .')
    with pytest.raises(ReleaseError, match=r"stated\.rdf: RDF/XML cannot write a control character"):
        KnowledgeGraph.open(root).publish(tmp_path / "site")
    assert not (tmp_path / "site").exists()
