"""The directory of a release: all or nothing, versions for ever."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph import KnowledgeGraph, ReleaseError, SourceError
from minegraph.datasets import MAIN
from minegraph.files import Layout
from minegraph.release.edition import version_of
from minegraph.release.folder import draft_of
from minegraph.store import LocalStore
from minegraph.terms import expand


def write(place: Path, version: str, text: str) -> None:
    """Publish one file as the site, and as the version."""
    with draft_of(place, version) as draft:
        (draft / "release.json").write_text(text)
        (draft / "releases" / version).mkdir(parents=True)
        (draft / "releases" / version / "dump.nq").write_text(text)


def contents(place: Path) -> dict[str, str]:
    """Every file below a directory by its path."""
    return {str(file.relative_to(place)): file.read_text() for file in place.rglob("*") if file.is_file()}


def test_new_version_stands_beside_the_old_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "1.0.0", "one")
    write(site, "1.1.0", "two")
    assert contents(site) == {
        "release.json": "two",
        "releases/1.0.0/dump.nq": "one",
        "releases/1.1.0/dump.nq": "two",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_published_version_with_other_content_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "1.0.0", "one")
    with pytest.raises(ReleaseError, match=r"version 1\.0\.0 is published with other content \(dump\.nq\)"):
        write(site, "1.0.0", "two")
    assert contents(site) == {"release.json": "one", "releases/1.0.0/dump.nq": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_file_that_differs_is_named_rather_than_its_checksum(tmp_path: Path) -> None:
    for text, expectation in (("one", nullcontext()), ("two", pytest.raises(ReleaseError, match=r"\(dump\.nq\)"))):
        with expectation, draft_of(tmp_path / "site", "1.0.0") as draft:
            (draft / "release.json").touch()
            (version := draft / "releases" / "1.0.0").mkdir(parents=True)
            for name in ("SHA256SUMS", "dump.nq"):
                (version / name).write_text(text)


def test_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ReleaseError, match="holds other things than a release"):
        write(tmp_path, "1.0.0", "one")
    assert contents(tmp_path) == {"thesis.txt": "years of work"}


def test_interrupted_release_leaves_the_one_before(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, "1.0.0", "one")
    with pytest.raises(UnicodeEncodeError):
        write(site, "1.1.0", "half \ud800")
    assert contents(site) == {"release.json": "one", "releases/1.0.0/dump.nq": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_release_before_is_put_back_after_a_crash_between_the_renames(tmp_path: Path) -> None:
    site = tmp_path / "site [1]"
    write(site, "1.0.0", "one")
    site.rename(tmp_path / "site [1].former-abc")
    write(site, "1.1.0", "two")
    assert sorted(contents(site)) == ["release.json", "releases/1.0.0/dump.nq", "releases/1.1.0/dump.nq"]


@pytest.mark.parametrize(
    "base",
    [
        *("data.example.org", "ftp://example.org/", "https:///x", "http://[", "https://example.org:x/"),
        *("https://example.org/?q=a", "https://example.org/#a", "https://example.org/a b", 'https://example.org/">'),
        *("https://example.org/\nRewriteRule", "https://example.org/%0ARewriteRule", "https://example.org/%FF%00"),
        *("https://me:secret@example.org/", "https://example.org/a/../b/", "https://example.org/%2E%2E/"),
    ],
)
def test_base_that_is_no_address_is_refused(tiny_root: Path, tmp_path: Path, base: str) -> None:
    with pytest.raises(ReleaseError, match="is not the address of a site"):
        KnowledgeGraph.open(tiny_root).publish(tmp_path / "site", base=base)


def test_version_published_for_another_address_is_refused_before_it_is_written(
    tiny_release: Path, published_root: Path
) -> None:
    with pytest.raises(ReleaseError, match=r"is published there for https://w3id\.org/minegraph/, which its files"):
        KnowledgeGraph.open(published_root).publish(tiny_release, base="https://example.org/")


def test_graph_that_does_not_conform_is_not_published(tiny_root: Path, tmp_path: Path) -> None:
    broken = tiny_root / "data" / "broken.ttl"
    broken.write_text("<https://w3id.org/minegraph/id/region/X1> a <https://w3id.org/minegraph/ontology#Region> .\n")
    with pytest.raises(ReleaseError, match="does not conform to its shapes"):
        KnowledgeGraph.open(tiny_root).publish(tmp_path / "site")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("version", ["", "v1", ".1", "1.", "1/..", "1 0", "1\n", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_version_that_cannot_name_a_directory_everywhere_is_refused(tmp_path: Path, version: str) -> None:
    engine = ox.Store()
    engine.add(ox.Quad(ox.NamedNode(MAIN), ox.NamedNode(expand("dcat:version")), ox.Literal(version)))
    with pytest.raises(SourceError, match="cannot name a directory"):
        version_of(LocalStore(engine), Layout(tmp_path))
