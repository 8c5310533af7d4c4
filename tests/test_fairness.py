"""What makes a release fail to be FAIR is found, by its criterion and by no other."""

from __future__ import annotations

import json
import os
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from handmade_release import BASE, DATASET, VERSION, hand_make, seal
from minegraph.cli.verbs import verbs
from minegraph.errors import ReleaseError
from minegraph.fairness import Fairness, Outcome, Problem, addresses, assess
from minegraph.fairness.catalogue import SHAPES
from minegraph.fairness.hypertext import Reference, anchors, references
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.telling import ignore
from minegraph.validation import validate_files
from minegraph.validation.paths import words

DOWNLOADS = f"releases/{VERSION}/"

MUTANTS = [
    ("URI2", "ontology.ttl", "ontology> a owl:Ontology", "ontology/> a owl:Ontology"),
    ("PURL1", "ontology.ttl", f"<{BASE}ontology> a owl:Ontology", "<https://example.org/ontology> a owl:Ontology"),
    ("HTTP1", "ontology.ttl", f"<{BASE}ontology> a owl:Ontology", "<urn:example:ontology> a owl:Ontology"),
    ("OM1", "ontology.ttl", 'dcterms:title "minegraph"@en ;', ""),
    ("OM1", "ontology.ttl", 'dcterms:description "Terms."@en', 'dcterms:description ""'),
    ("OM2", "ontology.ttl", 'dcterms:bibliographicCitation "We (2026): minegraph."@en ;', ""),
    ("OM3", "ontology.ttl", '<http://purl.org/ontology/bibo/doi> "10.1/1" ;', ""),
    ("OM4.1", "ontology.ttl", "<https://creativecommons.org/licenses/by/4.0/>", '"CC BY 4.0"'),
    ("OM5.1", "ontology.ttl", 'dcterms:created "2026-11-23"^^xsd:date ;', ""),
    ("OM5.2", "ontology.ttl", f"dcterms:publisher <{BASE}id/agent/us> ;", ""),
    ("rights", "ontology.ttl", 'dcterms:rights "Ours."@en ;', ""),
    ("VER1", "ontology.ttl", f"owl:versionIRI <{BASE}ontology/{VERSION}>", f"owl:versionIRI <{BASE}ontology/0.0.9>"),
    ("VER1", "ontology.ttl", f"owl:versionIRI <{BASE}ontology/{VERSION}>", f"owl:versionIRI <{BASE}ontology>"),
    ("FIND1", "ontology.ttl", 'NamespacePrefix "mg"', 'NamespacePrefix "mine"'),
    ("VOC2", "ontology.ttl", "rdfs:subClassOf dcterms:Location", "rdfs:subClassOf mg:Area"),
    ("VOC3", "ontology.ttl", 'rdfs:label "area"@en ;', ""),
    ("VOC4", "ontology.ttl", 'skos:definition "size"@en ;', ""),
    ("defined-by", "ontology.ttl", f"rdfs:isDefinedBy <{BASE}ontology> .", "rdfs:seeAlso <https://example.org/> ."),
    ("deprecated", "ontology.ttl", "dcterms:isReplacedBy mg:area", "rdfs:seeAlso <https://example.org/>"),
    ("deprecated", "ontology.ttl", 'rdfs:label "area"@en', 'rdfs:label "Deprecated: area"@en'),
    ("imports", "ontology.ttl", "ontology/mining>", "ontology/minig>"),
    ("dcat-ap-must", "dataset.ttl", 'dcterms:description "All of it."@en ;', ""),
    ("dcat-ap-should", "dataset.ttl", 'dcat:keyword "mining"@en ;', ""),
    ("void-whole", "dataset.ttl", "void:triples 6", "void:triples 7"),
    ("void-whole", "dataset.ttl", "void:distinctObjects 6 ;", ""),
    ("void-classes", "dataset.ttl", "mg:area ; void:triples 2 ] .", "mg:area ; void:triples 3 ] ."),
    ("void-classes", "dataset.ttl", ", [ void:property mg:area ; void:triples 2 ] .", "."),
    ("void-properties", "dataset.ttl", "rdfs:label ; void:triples 2 ;", "rdfs:label ; void:triples 3 ;"),
    ("void-graphs", "dataset.ttl", "graph/inferred> void:triples 2", "graph/inferred> void:triples 1"),
    ("void-linksets", "dataset.ttl", "skos:exactMatch ; void:triples 1 ;", "skos:exactMatch ; void:triples 2 ;"),
    ("void-linksets", "dataset.ttl", "http://data.europa.eu/nuts/code/", "http://data.europa.eu/nuts/codes/"),
    ("links", "index.html", "doc/region/lapland.html", "doc/region/laplnd.html"),
    ("links", "index.html", "doc/region/lapland.html", "doc/region/"),
    ("links", "index.html", "doc/region/lapland.html", "/doc/region/lapland.html"),
    ("links", "index.html", "doc/region/lapland.html", f"{BASE}doc/region/laplnd.html"),
    ("links", "static/style.css", "icon.svg", "icons.svg"),
    ("anchors", "index.html", "ontology.html#Region", "ontology.html#Regions"),
    ("anchors", "ontology.html", 'href="#area"', 'href="#areas"'),
    ("outside", "index.html", 'src="static/icon.svg"', 'src="https://example.org/icon.svg"'),
    ("outside", "index.html", 'src="static/icon.svg"', "srcset='static/icon.svg 1x, //example.org/icon.svg 2x'"),
    ("outside", "index.html", 'rel="stylesheet" href="', 'rel="stylesheet" href="https://example.org/'),
    ("outside", "static/style.css", "icon.svg", "https://example.org/icon.svg"),
    ("web-links", "index.html", "https://example.org/?q=a", "https://exa mple.org/?q=a"),
    ("web-links", "index.html", "https://example.org/?q=a", "javascript:alert(1)//"),
    ("sitemap", "sitemap.xml", "lapland.html", "laplnd.html"),
    ("sitemap", "sitemap.xml", BASE, "https://example.org/"),
    (
        "downloads",
        "dataset.ttl",
        f"dcat:downloadURL <{BASE}releases/{VERSION}/stated.nq>",
        f"dcat:downloadURL <{BASE}x>",
    ),
    ("redirects", ".htaccess", "ontology.html", "onotology.html"),
    ("redirects", ".htaccess", "ontology.ttl", "ontology.turtle"),
    ("redirects", ".htaccess", "doc/$1.html", "docs/$1.html"),
    ("redirects", ".htaccess", "^id/(.+)$", "^id/([$"),
    ("links", "index.html", "doc/region/lapland.html", f"{BASE}id/region/laplnd"),
    ("outside", "ontology.jsonld", "{}", '{"@context": ["https://schema.org/"]}'),
    ("links", "ontology.jsonld", "{}", '{"@context": "../context.jsonld"}'),
    (
        "iri-syntax",
        f"{DOWNLOADS}stated.nq",
        "http://data.europa.eu/nuts/code/FI1D7",
        "http://data.europa.eu/nuts/code/%F",
    ),
    ("namespaces", f"{DOWNLOADS}stated.nq", "http://data.europa.eu/nuts/code/FI1D7", "https://example.org/FI1D7"),
    ("own-iris", f"{DOWNLOADS}stated.nq", "http://data.europa.eu/nuts/code/FI1D7", f"{BASE}id/region/laplnd"),
    ("own-iris", f"{DOWNLOADS}stated.nq", "http://data.europa.eu/nuts/code/FI1D7", f"{BASE}ontology#Regin"),
    ("hashes", f"{DOWNLOADS}hashes.json", '"triples": 5', '"triples": 6'),
    ("hashes", f"{DOWNLOADS}hashes.json", '"quads": 7', '"quads": 8'),
    ("hashes", f"{DOWNLOADS}stated.nq", "100367", "100368"),
    ("readable", "ontology.jsonld", "{}", "{"),
    ("readable", f"{DOWNLOADS}stated.nq", "> .", "> "),
    ("readable", "shapes.ttl", "@prefix owl:", "@prefix olw:"),
    ("machine", "ontology.html", "<h2 ", "<h2 title='/home/somebody/x' "),
]
"""Criterion, file, what stands there, and what takes its place."""

ADDED = [
    ("names", "doc/Region/lapland.html"),
    ("names", "doc/region/a:b.txt"),
    ("kept", "releases/0.0.9/ontology.ttl"),
]
REMOVED = [
    ("RDF1", "ontology.nt"),
    ("DOC1", "shapes.html"),
    ("frozen", f"{DOWNLOADS}shapes.ttl"),
    ("citation-files", "CITATION.cff"),
    ("examples", "queries/regions.html"),
    ("sitemap", "sitemap.xml"),
    ("redirects", ".htaccess"),
    ("dcat-ap-must", "dataset.ttl"),
    ("void-whole", f"{DOWNLOADS}inferred.nq"),
    ("iri-syntax", f"{DOWNLOADS}stated.nq"),
    ("hashes", f"{DOWNLOADS}hashes.json"),
]


@pytest.fixture(scope="module")
def handmade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that meets every criterion; do not write to it."""
    root = tmp_path_factory.mktemp("handmade")
    hand_make(root)
    return root


@pytest.fixture
def release(handmade: Path, tmp_path: Path) -> Path:
    """A copy that the test may change."""
    return shutil.copytree(handmade, tmp_path / "release")


def not_met(found: Fairness) -> set[str]:
    return {one.criterion.id for one in found.verdicts if one.outcome in (Outcome.FAIL, Outcome.WARN)}


def failures(found: Fairness) -> list[tuple[str, tuple[Problem, ...]]]:
    """What fails, with the first things that are wrong."""
    return [(one.criterion.id, one.problems[:5]) for one in found.verdicts if one.outcome is Outcome.FAIL]


def test_release_made_by_hand_meets_every_criterion(handmade: Path) -> None:
    found = assess(handmade)
    assert [(one.criterion.id, one.problems) for one in found.verdicts if one.problems] == []
    assert found.passes


def test_published_miniature_is_fair(tiny_release: Path) -> None:
    found = assess(tiny_release)
    assert failures(found) == []


@pytest.mark.heavy
def test_shipped_graph_is_fair(shipped_root: Path, shipped_generation: Path) -> None:
    found = KnowledgeGraph.open(shipped_root, shipped_generation.parent.parent, notice=ignore).fair()
    assert failures(found) == []
    assert not_met(found) <= {"dcat-ap-should", "OM3"}


@pytest.mark.parametrize(("criterion", "name", "old", "new"), MUTANTS)
def test_what_is_wrong_is_found(release: Path, criterion: str, name: str, old: str, new: str) -> None:
    text = (release / name).read_text(encoding="utf-8")
    assert old in text
    (release / name).write_text(text.replace(old, new), encoding="utf-8")
    seal(release)
    assert criterion in not_met(assess(release))


@pytest.mark.parametrize(("criterion", "name"), REMOVED)
def test_what_is_missing_is_found(release: Path, criterion: str, name: str) -> None:
    (release / name).unlink()
    seal(release)
    assert criterion in not_met(assess(release))


@pytest.mark.parametrize(("criterion", "name"), ADDED)
def test_what_should_not_be_there_is_found(release: Path, criterion: str, name: str) -> None:
    (release / name).parent.mkdir(parents=True, exist_ok=True)
    gone = f"<{BASE}ontology#Gone> <http://www.w3.org/2000/01/rdf-schema#label> 'gone' ."
    (release / name).write_text(gone if name.endswith(".ttl") else "x\n", encoding="utf-8")
    seal(release)
    assert criterion in not_met(assess(release))


def test_changed_missing_and_unlisted_files_break_the_checksums(release: Path) -> None:
    (release / "shapes.html").write_text("changed")
    (release / "catalogue.html").unlink()
    (release / "new.html").write_text("new")
    found = next(one for one in assess(release).verdicts if one.criterion.id == "checksums")
    assert {problem.where for problem in found.problems} == {"shapes.html", "catalogue.html", "new.html"}


def test_every_criterion_that_can_be_told_offline_has_a_mutant(handmade: Path) -> None:
    told = {one.criterion.id for one in assess(handmade).verdicts if one.outcome is not Outcome.UNTOLD}
    constant = {"VOC1"}  # of Dublin Core at all
    assert told - {criterion for criterion, *_ in (*MUTANTS, *ADDED, *REMOVED)} - constant == {"checksums"}


def test_wrong_spelling_of_a_namespace_gets_the_right_one(release: Path) -> None:
    dump = release / DOWNLOADS / "stated.nq"
    dump.write_text(dump.read_text().replace("http://www.w3.org/2000/01/rdf-", "https://www.w3.org/2000/01/rdf-"))
    found = next(one for one in assess(release).verdicts if one.criterion.id == "namespaces")
    assert "Did you mean <http://www.w3.org/2000/01/rdf-schema#>?" in found.problems[0].what


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org",
        "https://example.org:8080/a/b;c?d=e#f",
        "http://example.org/caf\u00e9/%C3%A9",
        "https://\u00f6.example/",
        "http://[2001:db8::1]/",
        "mailto:office@example.org",
        "urn:uuid:1",
    ],
)
def test_well_formed_iri_is_taken(iri: str) -> None:
    assert addresses.problem_of(iri) == ""


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "a/b",
        "//example.org/",
        "https://",
        "https:///a",
        "https://example..org/",
        "https://-example.org/",
        "https://me@example.org/",
        "https://example.org:port/",
        "https://example.org/a b",
        "https://example.org/<a>",
        "https://example.org/a\\b",
        "https://example.org/%zz",
        "https://example.org/#a#b",
        "https://example.org/\u202ea",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:",
    ],
)
def test_malformed_iri_is_refused(iri: str) -> None:
    assert addresses.problem_of(iri)


PIECES = [
    *"ab9.-_~:/?#[]@!$&'()*+,;=% \\\"<>^`{|}\u00e9\u202e\ue000",
    "%41",
    "%zz",
    "//",
    "http://",
    "urn:",
    "[::1]",
    ":80",
]
STARTS = st.sampled_from(["http://", "https://h.eu/", "mailto:", "urn:", ""])


@given(STARTS, st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_taken_is_an_iri_to_the_engine(start: str, rest: str) -> None:
    if addresses.problem_of(start + rest) == "":
        assert ox.NamedNode(start + rest)


class Parser(HTMLParser):
    """The addresses and anchors that the parser of the standard library finds."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (its signature)
        given = [(name, value or "") for name, value in attrs]
        self.addresses += [value for name, value in given if name in ("href", "src", "action") and value]
        self.anchors |= {value for name, value in given if name in ("id", "name")}


def test_pages_are_read_as_a_parser_reads_them(tiny_release: Path) -> None:
    for page in sorted(tiny_release.rglob("*.html"))[::10]:
        html, parser = page.read_text(encoding="utf-8"), Parser()
        parser.feed(html)
        assert [one.address for one in references(html)] == parser.addresses
        assert set(anchors(html)) == parser.anchors


def test_scripts_and_comments_hold_no_links() -> None:
    html = '<!-- <a href="no"> --><script type="x">"<a href=\'no\'>"</script><a\nHREF = yes title=">">x</a>'
    assert list(references(html)) == [Reference("yes", loads=False)]


def test_what_a_browser_fetches_is_told_from_what_it_follows() -> None:
    html = (
        '<link rel="alternate" href="a"><link rel="icon" href="b"><form action="c"></form><video poster="d"></video>'
        '<p style="background:url(\'e\')"></p><style>@import "f";</style><svg><use href="#g"/></svg>'
    )
    assert [(one.address, one.loads) for one in references(html)] == [
        *[("a", False), ("b", True), ("c", False), ("d", True), ("e", True), ("#g", True), ("f", True)]
    ]


def test_anchors_are_ids_and_names() -> None:
    assert anchors("<p id=a><a name='b c'></a><p id=\"d&amp;e\">") == {"a", "b c", "d&e"}


def test_directory_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is not a release"):
        assess(tmp_path)


@pytest.mark.parametrize("mark", ["", "[]", '{"version": "0.1.0"}', '{"version": "..", "base": "https://x.eu/"}'])
def test_release_with_a_broken_mark_is_refused(release: Path, mark: str) -> None:
    (release / "release.json").write_text(mark)
    with pytest.raises(ReleaseError, match=r"release\.json.*Publish the release again"):
        assess(release)


def test_rubbish_is_reported_and_stops_nothing(release: Path) -> None:
    for name in ("index.html", "dataset.ttl", "ontology.ttl", f"{DOWNLOADS}stated.nq", f"{DOWNLOADS}hashes.json"):
        (release / name).write_bytes(b"\xff\xfe<a <b href='\x00\xff")
    (release / "SHA256SUMS").write_bytes(b"\xff\n \n")
    assert {"checksums", "readable", "URI2", "hashes", "void-whole", "OM1"} <= not_met(assess(release))


def test_hostile_release_is_reported_on_and_leads_nowhere_else(release: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("not to be read")
    (release / "link.ttl").symlink_to(tmp_path / "elsewhere")
    (release / "deep.json").write_text("[" * 200_000)
    (release / "long.html").write_text("<a <a '" * 100_000 + '"')
    (release / "dataset.ttl").write_text(DATASET.replace("void:triples 6", f"void:triples {'9' * 5000}"))
    (release / ".htaccess").write_text(f"RewriteRule ^{'(' * 5000}{')' * 5000}$ y [R]\n")
    (release / "w3id").mkdir()
    (release / "w3id" / ".htaccess").write_text("RewriteRule ^a{99999999999999}$ y [R]\n")
    found = assess(release)
    assert {"readable", "void-whole", "redirects"} <= not_met(found)
    assert "link.ttl" not in found.json()


def test_command_exits_with_1_and_says_what_to_do(release: Path) -> None:
    (release / "shapes.html").write_text("<img src=https://example.org/x.png>")
    done = CliRunner().invoke(verbs, ["fair", str(release)])
    assert done.exit_code == 1
    assert "loads https://example.org/x.png" in done.stdout
    assert "Publish the file in static/" in done.stdout


def test_forms_say_the_same(handmade: Path) -> None:
    found = assess(handmade)
    said = json.loads(found.json())
    assert said["counts"] == found.counts
    assert len(said["verdicts"]) == len(found.verdicts)
    outcome = ox.NamedNode("http://www.w3.org/ns/earl#outcome")
    assert sum(q.predicate == outcome for q in ox.parse(found.turtle(), ox.RdfFormat.TURTLE)) == len(found.verdicts)
    assert "<script" not in found.html()


OFFICIAL = Path(os.environ.get("CONFORMANCE", Path(__file__).parents[2] / "shared" / "conformance"))
DROPPED = [
    "dcterms:title",
    "dcterms:description",
    "dcterms:publisher",
    "dcat:accessURL",
    "foaf:name",
    "dcat:theme",
    "dcat:keyword",
    "dcat:contactPoint",
    "dcat:distribution",
    "dcterms:spatial",
    "dcterms:temporal",
    "dcterms:issued",
    "dcterms:modified",
    "dcterms:language",
    "dcterms:license",
    "dcterms:format",
    "foaf:homepage",
    "dcat:themeTaxonomy",
    "dcat:startDate",
    "dcat:endDate",
    "dcterms:type",
    "dcatap:availability",
]
SAID_WRONGLY = [
    ('dcterms:title "minegraph"@en ;', "dcterms:title <https://example.org/> ;"),
    ("dcterms:issued", 'dcterms:issued "2025"^^xsd:gYear, "2024"^^xsd:gYear ; dcterms:issued'),
    ('"2010"^^xsd:gYear', '"2010"^^xsd:gYear, "2011"^^xsd:gYear'),
    ("foaf:homepage", "foaf:homepage <https://example.org/> ; foaf:homepage"),
    ("dcterms:format", "dcterms:format <https://example.org/> ; dcterms:format"),
    ("dcterms:publisher", "dcterms:publisher <https://example.org/> ; dcterms:publisher"),
]


def complaints(turtle: str, shapes: Path, tmp_path: Path) -> set[tuple[str, str, str]]:
    """What shapes find in a description: of which resource, at which property, how bad."""
    (tmp_path / "dataset.ttl").write_text(turtle, encoding="utf-8")
    found = validate_files([tmp_path / "dataset.ttl"], [shapes], known_terms=False).results
    return {(one.severity, str(one.focus), words(one.path)) for one in found if one.path}


@pytest.mark.parametrize(
    ("old", "new"), [*((f"{name} ", "rdfs:comment ") for name in DROPPED), *SAID_WRONGLY], ids=lambda text: text[:40]
)
def test_own_shapes_of_dcat_ap_find_what_the_official_ones_find(old: str, new: str, tmp_path: Path) -> None:
    if not OFFICIAL.is_dir():
        pytest.skip(f"no {OFFICIAL}")
    assert old in DATASET
    mutant = DATASET.replace(old, new)
    official = {one for name in OFFICIAL.glob("dcat-ap-*.ttl") for one in complaints(mutant, name, tmp_path)}
    assert official
    assert official <= complaints(mutant, SHAPES, tmp_path)


def test_description_without_fault_is_taken_by_the_official_shapes(tmp_path: Path) -> None:
    if not OFFICIAL.is_dir():
        pytest.skip(f"no {OFFICIAL}")
    assert {one for name in OFFICIAL.glob("dcat-ap-*.ttl") for one in complaints(DATASET, name, tmp_path)} == set()
