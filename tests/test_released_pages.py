"""The pages of a release that are not about a thing: layout, questions, named graphs, downloads, names to search."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from minegraph import KnowledgeGraph
from minegraph.cli import verbs
from minegraph.files import Layout
from minegraph.release.downloads import write_downloads
from minegraph.release.edition import Edition
from minegraph.release.graph_pages import write_graphs
from minegraph.release.search import path_of, write_names
from minegraph.site import render_released
from minegraph.site.relocation import UnreleasedError, relocated
from minegraph.store import LocalStore
from minegraph.telling import ignore
from minegraph.terms import BASE, GRAPH, expand


class _Version:
    version, base = "1.2.3", "https://example.org/graph/"


def test_page_of_a_release_leads_to_files_and_says_its_version() -> None:
    page = render_released("problem.html", "doc/region/FI1D7.html", _Version(), title="x", message="y", sought="")
    assert '<a class="brand" href="../../index.html">' in page
    assert '<form class="site-search" action="../../search.html" role="search">' in page
    assert '<script defer src="../../static/release.js"></script>' in page
    assert "<li>Version 1.2.3</li>" in page


def test_address_that_only_a_server_has_is_refused() -> None:
    with pytest.raises(UnreleasedError):
        relocated('<a href="/synergies/FI1D7">', "index.html")


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if tag == "a" and name == "href" and value}


def test_question_has_its_query_and_its_whole_answer_beside_it(tiny_release: Path, published_root: Path) -> None:
    place = tiny_release / "queries"
    answer = KnowledgeGraph.open(published_root).query("partners-of-project")
    assert (place / "partners-of-project.csv").read_bytes() == answer.to_csv().encode()
    assert (place / "partners-of-project.rq").read_bytes() == (
        published_root / "queries" / "partners-of-project.rq"
    ).read_bytes()
    page = (place / "partners-of-project.html").read_text(encoding="utf-8")
    assert {"partners-of-project.csv", "partners-of-project.rq"} <= _Links(page).found
    (command,) = re.findall("<code data-question=[^>]*>minegraph ([^<]*)</code>", page)
    asked = CliRunner().invoke(verbs, ["--root", str(published_root), *shlex.split(unescape(command)), "--format=csv"])
    assert asked.stdout_bytes == answer.to_csv().encode()


def test_iri_of_a_distribution_leads_to_its_row_of_the_downloads(tiny_release: Path) -> None:
    page = (tiny_release / "catalogue.html").read_text(encoding="utf-8")
    named = {quad.subject.value for quad in ox.parse(path=tiny_release / "dataset.ttl") if _offers(quad)}
    places = {unquote(iri.partition("#")[2]) for iri in named if iri.startswith(f"{BASE}catalogue#")}
    assert "stated.nq" in places
    assert [place for place in places if f'<tr id="{place}">' not in page] == []


def _offers(quad: ox.Quad) -> bool:
    return quad.predicate.value == expand("dcat:downloadURL") and isinstance(quad.subject, ox.NamedNode)


def test_start_page_leads_to_the_tables_and_these_to_how_they_are_read(tiny_release: Path) -> None:
    start, downloads = ((tiny_release / name).read_text(encoding="utf-8") for name in ("index.html", "catalogue.html"))
    assert "catalogue.html#tables" in _Links(start).found
    (version,) = (tiny_release / "releases").iterdir()
    tables = downloads.partition('<h2 id="tables">')[2].partition("<details>")[0]
    assert _Links(tables).found == {f"releases/{version.name}/tables/README.md"}


def test_named_graph_is_what_its_file_states(tiny_release: Path, published_root: Path) -> None:
    for graph, file in Layout(published_root).graph_files.items():
        path = f"graph/{graph.removeprefix(GRAPH)}.ttl"
        published, said = (ox.Dataset(ox.parse(path=one)) for one in (tiny_release / path, file))
        for one in (published, said):
            one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert published == said, path


def test_large_named_graph_is_written_as_a_stream_and_shown_in_part(
    tiny_generation: Path, tiny_store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(tiny_generation).parent.parent.parent
    edition = Edition(Layout(root), tiny_store, tiny_generation, tmp_path, "0.0.0")
    monkeypatch.setattr("minegraph.release.graph_pages.MOST_HELD", 100)
    write_graphs(edition, ignore)
    said = set(ox.parse(path=root / "data/vocabularies/commodity.ttl"))
    assert set(ox.parse(path=tmp_path / "graph/data/vocabularies/commodity.ttl")) == said
    page = (tmp_path / "graph/data/vocabularies/commodity.html").read_text(encoding="utf-8")
    assert 0 < page.count("<article") < 100
    subjects = {quad.subject for quad in said}
    assert f"{len(said):,} triples" in page
    assert f"… and {len(subjects) - page.count('<article')} more resources" in page


def test_downloads_lead_to_every_file_of_the_version_and_to_other_versions(
    tiny_release: Path, tiny_generation: Path, tiny_store: LocalStore, tmp_path: Path
) -> None:
    shutil.copytree(tiny_release / "releases", tmp_path / "releases")
    (version,) = (tmp_path / "releases").iterdir()
    (tmp_path / "releases" / "0.0.1").mkdir()
    (tmp_path / "releases" / "0.0.1" / "CHANGES.md").touch()
    write_downloads(Edition(Layout(tmp_path), tiny_store, tiny_generation, tmp_path, version.name), ignore)
    page = (tmp_path / "catalogue.html").read_text(encoding="utf-8")
    links = _Links(page).found
    files = {file.relative_to(tmp_path).as_posix() for file in version.rglob("*") if file.is_file()}
    assert files | {"releases/0.0.1/CHANGES.md"} <= links
    assert hashlib.sha256((version / "stated.nq").read_bytes()).hexdigest() in page
    assert json.loads((version / "hashes.json").read_text())["dataset"]["sha256"] in page


def test_names_of_a_large_graph_stand_under_the_letters_of_their_words(
    tiny_generation: Path, tiny_store: LocalStore, tmp_path: Path
) -> None:
    edition = Edition(Layout(tmp_path), tiny_store, tiny_generation, tmp_path, "0.0.0")
    write_names(edition)
    whole = (tmp_path / "names/names.js").read_text(encoding="utf-8")
    write_names(replace(edition, root=tmp_path / "split"), most=1000)
    having = [file.stem for file in (tmp_path / "split/names").iterdir() if '"Lapland"' in file.read_text()]
    assert '["region/FI1D7","Lapland",' in whole
    assert sorted(having) == ["names-66", "names-6c", "names-72"]


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{BASE}id/site/kevitsa", "site/kevitsa"),
        (f"{BASE}id/site/a%20b", "site/a%20b"),
        (f"{BASE}id/../../evil", ""),
        (f"{BASE}ontology#Site", "=ontology.html#Site"),
        ("https://example.org/", "=https://example.org/"),
        ("javascript:alert(1)", ""),
    ],
)
def test_search_leads_to_pages_of_the_release_or_to_the_web(iri: str, path: str) -> None:
    assert path_of(iri) == path
