"""The documents of resources in a release, and what search engines are told of its pages."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from minegraph import KnowledgeGraph
from minegraph.describe import described
from minegraph.errors import ReleaseError
from minegraph.readers import QueryReader
from minegraph.release.edition import Edition, version_of
from minegraph.release.resources import documented, stems
from minegraph.release.scribe import Scribe
from minegraph.release.scribes import documents_beside
from minegraph.release.sitemap import write_sitemap
from minegraph.store import LocalStore
from minegraph.telling import ignore
from minegraph.terms import BASE, ID, MG, expand

LAPLAND = "doc/region/FI1D7"
ENDS = ("html", "ttl", "jsonld")
SITES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def triples(file: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=file)}


def embedded(page: str, start: str) -> object:
    return json.loads(page.partition(start)[2].partition("</script>")[0])


@pytest.fixture
def edition(published_root: Path, tmp_path: Path) -> Edition:
    """The release of the miniature, without any files."""
    graph = KnowledgeGraph.open(published_root)
    generation, source = graph.built(), graph.source
    assert isinstance(source, LocalStore)
    return Edition(graph.layout, source, generation, tmp_path / "site", version_of(source, graph.layout))


def test_page_of_a_region_leads_to_its_synergies_and_each_to_its_parts(tiny_release: Path) -> None:
    page = (tiny_release / f"{LAPLAND}.html").read_text(encoding="utf-8")
    assert page.index('href="#SynergyAssessment"') < page.index('id="SynergyAssessment"')
    parts = set(re.findall(r'href="(?:\.\./)+(synergy/[^"/]+/[^"]*FI1D7[^"]*\.html)"', page))
    assert len(parts) == int(re.findall(r"Synergies \((\d+)\)", page)[0])
    assert '"confidence, source"' not in page.partition("Synergies (")[2].partition("</table>")[0]
    for part in parts:
        synergy = (tiny_release / "doc" / part).read_text(encoding="utf-8")
        assert "Parts of the score (" in synergy
        assert re.search("<h1>(Lapland with .+|.+ with Lapland): .+</h1>", synergy)


def test_everything_that_the_graph_names_has_its_documents(tiny_release: Path, tiny_store: LocalStore) -> None:
    wanted = documented(tiny_store)
    assert {f"{ID}region/FI1D7", f"{ID}commodity", f"{BASE}ontology/mining"} <= set(wanted)
    assert [
        stem for stem in wanted.values() if not all((tiny_release / f"{stem}.{end}").is_file() for end in ENDS)
    ] == []


ENDS = ("html", "ttl", "jsonld")


@pytest.mark.parametrize("iri", [f"{ID}region/FI1D7", f"{ID}commodity", f"{ID}confidence/high", f"{BASE}shapes/data"])
def test_documents_say_all_that_the_graph_says(tiny_release: Path, tiny_store: LocalStore, iri: str) -> None:
    stem = documented(tiny_store)[iri]
    turtle, json_ld = (triples(tiny_release / f"{stem}.{end}") for end in ENDS[1:])
    assert turtle == json_ld
    own = {triple for triple in turtle if triple.subject == ox.NamedNode(f"{BASE}{stem}")}
    assert turtle - own == set(described(QueryReader(tiny_store), iri, "").triples()) - own


def test_page_leads_to_files_beside_it(tiny_release: Path) -> None:
    page = (tiny_release / f"{LAPLAND}.html").read_text()
    assert f'<link rel="canonical" href="{BASE}{LAPLAND}.html">' in page
    assert '<link rel="alternate" type="text/turtle" href="FI1D7.ttl" title="Turtle">' in page
    assert '<a href="../site/north-mine.html">North Mine</a>' in page
    assert "/synergies/" not in page
    places = embedded(page, '<script type="application/json" id="places">')
    assert isinstance(places, list)
    assert [place["id"] for place in places] == ["FI1D7.html", "../site/north-mine.html"]
    said = embedded(page, '<script type="application/ld+json">')
    assert isinstance(said, dict)
    assert (said["@id"], said["url"]) == (f"{ID}region/FI1D7", f"{BASE}{LAPLAND}.html")


def test_links_of_documents_lead_to_documents(tiny_release: Path) -> None:
    for file in sorted((tiny_release / "doc").rglob("*.html")):
        for address in re.findall(r'<a href="([^":#]+)["#]', file.read_text()):
            place = (file.parent / unquote(address)).resolve()
            assert place.is_file() or not place.is_relative_to(tiny_release / "doc"), (file, address)


class _Tags(HTMLParser):
    """The tags of a page, and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_hostile_names_and_iris_come_out_escaped(edition: Edition) -> None:
    iri = f"{ID}site/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"
    evil = "</script></title></a>\"'><img src=x onerror=alert(1)><script>alert(1)</script><!-- \u2028"
    engine, site = ox.Store(), ox.NamedNode(iri)
    said_of_it: dict[str, ox.NamedNode | ox.Literal] = {
        "skos:prefLabel": ox.Literal(evil, language="en"),
        "skos:altLabel": ox.Literal(evil),
        "skos:note": ox.Literal(evil),
        "geo:asWKT": ox.Literal("POINT(26.5 67.5)"),
        "mg:inRegion": ox.NamedNode("https://example.org/?a='%22%3E%3Cscript%3E&b=1"),
        "dcterms:source": ox.NamedNode("javascript:alert(1)"),
        "rdf:type": ox.NamedNode(f"{MG}Site"),
    }
    for name, value in said_of_it.items():
        engine.add(ox.Quad(site, ox.NamedNode(expand(name)), value))
    wanted = stems([iri])
    Scribe(dataclasses.replace(edition, source=LocalStore(engine))).write(wanted)
    page = (edition.root / f"{wanted[iri]}.html").read_text()
    tags = _Tags()
    tags.feed(page)
    assert not {"img", "onerror"} & (tags.names | tags.attributes)
    assert 'href="javascript' not in page
    assert page.count("</script>") == page.count("<script")
    said = embedded(page, '<script type="application/ld+json">')
    assert isinstance(said, dict)
    assert said["name"] == evil
    turtle, json_ld = (triples(edition.root / f"{wanted[iri]}.{end}") for end in ENDS[1:])
    assert turtle == json_ld >= {quad.triple for quad in engine}


def test_documents_are_the_same_however_many_processes_write_them(
    edition: Edition, tiny_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = dict(list(documented(edition.source).items())[::9])
    monkeypatch.setattr("minegraph.release.scribes.documented", lambda _: some)
    monkeypatch.setattr("minegraph.release.scribes.FEW", 0)
    monkeypatch.setattr("minegraph.release.scribes._processors", lambda: 2)
    told: list[tuple[int, int]] = []
    with documents_beside(edition) as finish:
        finish(lambda _, done, total: told.append((done, total)))
    files = [file for file in edition.root.rglob("*") if file.is_file()]
    assert told[-1] == (len(some), len(some)) == (len(files) / 3, len(files) / 3)
    for file in files:
        name = file.relative_to(edition.root)
        assert file.read_bytes() == (tiny_release / name).read_bytes(), name


def test_process_that_ends_early_ends_the_release(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minegraph.release.scribes.FEW", 0)
    monkeypatch.setattr("minegraph.release.scribes._processors", lambda: 2)
    monkeypatch.setattr("minegraph.release.scribes._PROGRAM", "raise SystemExit(7)")
    with documents_beside(edition) as finish, pytest.raises(ReleaseError, match=r"ended early \(exit 7\)"):
        finish(ignore)


@pytest.mark.parametrize(
    "iri",
    [
        f"{ID}../../etc/passwd",
        f"{ID}site/%2e%2e/%2e%2e/%2e%2e/passwd",
        f"{ID}site/..%2F..%2Fpasswd",
        f"{ID}site//mine",
        f"{ID}site/",
        f"{ID}/evil.example",
        f"{ID}site/a%5Cb",
        f"{ID}site/a%00b",
        f"{ID}site/a%0Ab",
        f"{ID}site/mine?x=1",
        f"{ID}site/mine.html",
        f"{ID}site.ttl/mine",
        f"{ID}site/{'a' * 300}",
        f"{BASE}releases/1",
        f"{BASE}static/style.css",
        f"{BASE}nowhere",
    ],
)
def test_iri_that_cannot_name_files_is_refused(iri: str) -> None:
    with pytest.raises(ReleaseError, match="cannot name a document"):
        stems([iri])


def test_two_things_with_the_same_file_are_refused() -> None:
    with pytest.raises(ReleaseError, match="would have the same document"):
        stems([f"{ID}site/a", f"{ID}site/%61"])


def test_names_of_files_are_those_of_the_things() -> None:
    assert stems([f"{ID}site/a%20b:c", f"{ID}site/K%C3%A4", f"{BASE}ontology/0.1.0"]) == {
        f"{ID}site/K%C3%A4": "doc/site/Kä",
        f"{ID}site/a%20b:c": "doc/site/a b:c",
        f"{BASE}ontology/0.1.0": "ontology/0.1.0",
    }


def test_sitemap_names_every_page(tiny_release: Path) -> None:
    entries = ElementTree.parse(tiny_release / "sitemap.xml").getroot()  # noqa: S314 (our own)
    named = [entry.findtext(f"{SITES}loc") or "" for entry in entries]
    files = {file.relative_to(tiny_release).as_posix() for file in tiny_release.rglob("*.html")} - {"404.html"}
    assert {unquote(one.removeprefix(BASE)) or "index.html" for one in named} == files
    assert f"Sitemap: {BASE}sitemap.xml" in (tiny_release / "robots.txt").read_text()


def test_large_sitemap_is_divided(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minegraph.release.sitemap.MOST_ADDRESSES", 2)
    for name in ("a", "b & c", "d"):
        edition.write(f"doc/{name}.html", "")
    write_sitemap(edition, ignore)
    assert "b%20%26%20c.html</loc>" in (edition.root / "sitemap-1.xml").read_text()
    assert "/doc/d.html</loc>" in (edition.root / "sitemap-2.xml").read_text()
    assert f"<sitemap><loc>{BASE}sitemap-2.xml</loc></sitemap>" in (edition.root / "sitemap.xml").read_text()
