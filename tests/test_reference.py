"""The documentation of the ontology and of the shapes: all of it is there, in words, with pictures and examples."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph.documents.reference import PAGES, Reading
from minegraph.documents.reference.class_map import class_map
from minegraph.documents.reference.examples import Examples
from minegraph.documents.reference.layers import layers
from minegraph.files import Layout
from minegraph.site import render
from minegraph.store import LocalStore
from minegraph.terms import MG, SHAPES

HOSTILE = "</title><script>alert(1)</script>\u202e"
EVIL_ONTOLOGY = f"""PREFIX mg: <{MG}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
mg:Evil a owl:Class ; rdfs:label "{HOSTILE}"@en ; skos:definition "{HOSTILE}"@en ;
  skos:closeMatch <javascript:alert(1)> ; rdfs:subClassOf mg:Evil , [ owl:unionOf "no list" ] .
mg:evil a owl:ObjectProperty ; rdfs:label "{HOSTILE}"@en ; rdfs:domain mg:Evil ; rdfs:range mg:Evil , mg:Other ;
  owl:propertyChainAxiom "no list" ; owl:deprecated true .
mg:Other a owl:Class . mg:one a mg:Other .
"""
EVIL_SHAPES = f"""PREFIX mg: <{MG}>
PREFIX mgsh: <{SHAPES}>
PREFIX sh: <http://www.w3.org/ns/shacl#>
mgsh:Evil a sh:NodeShape ; sh:targetClass mg:Evil ; sh:property mgsh:Evil-evil .
mgsh:Evil-evil a sh:PropertyShape ; sh:path mg:evil ; sh:maxCount 1 ; sh:name "{HOSTILE}" ; sh:message "{HOSTILE}" ;
  sh:pattern "{HOSTILE}" .
"""


def read(root: Path, source: LocalStore) -> Reading:
    return Reading(Layout(root), source)


@pytest.fixture(scope="module")
def tiny(tiny_generation: Path, tiny_store: LocalStore) -> Reading:
    return read(tiny_generation.parents[2], tiny_store)


@pytest.fixture(scope="module")
def ontology_page(tiny: Reading) -> str:
    return render("ontology.html", forms=[], **PAGES["ontology"](tiny))


@pytest.fixture(scope="module")
def shapes_page(tiny: Reading) -> str:
    return render("shapes.html", forms=[], **PAGES["shapes"](tiny))


def part(page: str, anchor: str) -> str:
    """The article of that name, as text."""
    article = page.partition(f'<article class="entry" id="{anchor}"')[2].partition("</article>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", article.partition(">")[2])))


def test_every_term_has_an_article(ontology_page: str, tiny: Reading) -> None:
    anchors = set(re.findall(r'<article class="entry" id="([^"]+)"', ontology_page))
    assert anchors == {term.name for term in tiny.vocabulary.terms.values()}
    assert len(anchors) > 150


def test_term_is_told_with_its_hierarchy_its_use_and_its_alignments(ontology_page: str) -> None:
    project, within, country = (part(ontology_page, name) for name in ("Project", "within", "country"))
    assert "close to schema:Project (Schema.org)" in project
    assert "disjoint with event , grant" in project
    assert "Who takes part in a project, in which role?" in part(ontology_page, "participant")
    assert "ProjectForm" in project
    assert "subproperty of geo:sfWithin" in within
    assert "inverse contains region" in within
    assert "transitive:" in within
    assert "used on country" not in country
    assert re.search(r"used on [^.]*\bregion\b[^.]*\bsite\b", country)
    assert re.search(r"used [0-9,]+ statements", country)
    assert "in region , then within" in part(ontology_page, "inRegion")


def test_rules_and_header_are_in_words(ontology_page: str) -> None:
    text = unescape(ontology_page)
    assert "An instance of a class is an instance of its superclasses." in text
    assert "version 0.1.0. https://w3id.org/minegraph/ontology" in text
    assert "EURIO, the ontology of European research" in text


def test_pictures_are_text_with_links_and_words_for_those_who_do_not_see_them(ontology_page: str) -> None:
    pictures = re.findall(r'<svg class="diagram".*?</svg>', ontology_page, re.DOTALL)
    assert len(pictures) > 30
    anchors = set(re.findall(r' id="([^"]+)"', ontology_page))
    for picture in pictures:
        assert "<title" in picture
        assert "<desc" in picture
        assert set(re.findall(r'<a href="#([^"]+)"', picture)) <= anchors
    assert "participation: participant organisation" in unescape(pictures[0])


def test_overview_leaves_out_shortcuts_and_one_of_two_directions(tiny: Reading) -> None:
    shown = [row.href for box in class_map(tiny.vocabulary, tiny.relations).boxes for row in box.rows]
    assert {"#participant", "#inProject", "#inRegion", "#commodity"} <= set(shown)
    assert not {"#holdsParticipation", "#hasParticipation", "#participatesIn", "#involvesRegion"} & set(shown)


names = st.sampled_from("abcdefgh")


@given(st.sets(st.tuples(names, names), max_size=16))
def test_layers_keep_boxes_apart_and_lead_to_the_right(edges: set[tuple[str, str]]) -> None:
    heights = {name: 20.0 + 5 * number for number, name in enumerate("abcdefgh")}
    drawn = layers(heights, edges)
    assert drawn == layers(heights, sorted(edges, reverse=True))
    for one in heights:
        for other in heights:
            if one < other and drawn.columns[one] == drawn.columns[other]:
                first, second = sorted((one, other), key=drawn.tops.__getitem__)
                assert drawn.tops[first] + heights[first] < drawn.tops[second]
    for start, end in drawn.bends:
        assert drawn.columns[start] < drawn.columns[end]
    assert all(0 <= drawn.tops[name] <= drawn.height for name in heights)


def test_every_constraint_has_a_sentence_a_message_and_both_examples(tiny: Reading) -> None:
    modules = PAGES["shapes"](tiny)["modules"]
    assert isinstance(modules, tuple)
    asked = [one for module in modules for group in module.groups for one in group.constraints]
    assert len(asked) > 250
    assert [one.name for one in asked if not re.fullmatch(r"[A-Z].*[.]", one.sentence)] == []
    assert [one.name for one in asked if not (one.message and one.good and one.bad)] == []
    assert [one.name for one in asked for bad in one.bad if not (bad.words and bad.lines)] == []


def test_every_iri_of_the_shapes_has_its_place(shapes_page: str, tiny: Reading) -> None:
    wanted = {q.subject.value for q in tiny.shape_quads if isinstance(q.subject, ox.NamedNode)}
    anchors = re.findall(r' id="([^"]+)"', shapes_page)
    assert {iri.removeprefix(SHAPES) for iri in wanted if iri.startswith(SHAPES)} | {"KnownProperty"} <= set(anchors)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("constraint", "sentence"),
    [
        ("Project-totalCost", "Every project has at most one total cost: a decimal number of 0 or more."),
        ("Participation-project", "Every participation has exactly one project: a project described in the graph."),
        ("Participation-role", 'Every participation has exactly one role: in the list "role".'),
        ("Project-grant-class", "Where a project has a grant, it is a grant described in the graph."),
        ("StageLink-weight", "Every stage link has exactly one weight: a decimal number from 0 to 1."),
        (
            "Membership-member",
            "Every membership has exactly one member: a region or an organisation described in the graph.",
        ),
        ("Membership-unique", "Every member has at most one membership in a network."),
    ],
)
def test_constraints_are_in_plain_words(shapes_page: str, constraint: str, sentence: str) -> None:
    assert sentence in part(shapes_page, constraint)


def test_examples_show_what_matters(tiny: Reading) -> None:
    good, bad = Examples(tiny.layout).of("Site", "Site-status", {f"{MG}siteStatus"})
    assert [line.text.strip() for line in good][-1] == "mg:siteStatus site-status:operating ."
    assert bad[0].words == "The status is one of an activity."
    assert [line.text.strip() for line in bad[0].lines if line.is_wrong] == ["mg:siteStatus activity-status:current ."]


def test_blank_nodes_of_examples_have_the_same_names_every_time(tiny: Reading) -> None:
    held = {f"{MG}about"}
    first, second = (Examples(tiny.layout).of("Observation", "Observation-about", held) for _ in range(2))
    assert first == second
    assert any("_:b1" in line.text for bad in first[1] for line in bad.lines)


def test_hostile_labels_come_out_escaped(tmp_path: Path) -> None:
    for folder, text in (("ontology", EVIL_ONTOLOGY), ("shapes", EVIL_SHAPES), ("data", "")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "evil.ttl").write_text(text, encoding="utf-8")
    reading = read(tmp_path, LocalStore(ox.Store()))
    for name, page in PAGES.items():
        html = render(f"{name}.html", forms=[], **page(reading))
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
        assert "\u202e" not in html


def test_release_has_both_with_every_form(tiny_release: Path, published_root: Path) -> None:
    for name in PAGES:
        files = sorted((published_root / name).glob("*.ttl"))
        stated = {quad.triple for file in files for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)}
        for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML):
            data = (tiny_release / f"{name}.{form.file_extension}").read_bytes()
            assert len({quad.triple for quad in ox.parse(data, form)}) == len(stated)
        page = (tiny_release / f"{name}.html").read_text(encoding="utf-8")
        assert f'href="{name}.ttl"' in page
        (frozen,) = (tiny_release / "releases").glob(f"*/{name}.ttl")
        assert frozen.read_bytes() == (tiny_release / f"{name}.ttl").read_bytes()
