"""What is said of a thing: stated and inferred, with sources, in the store and over a real endpoint."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from minegraph import render
from minegraph.describe import describe
from minegraph.description import Description
from minegraph.description_page import Extent
from minegraph.endpoint import Endpoint
from minegraph.formats import GRAPHS
from minegraph.lookup import Thing, resolve, thing_at
from minegraph.pages import plain
from minegraph.store import LocalStore, Source
from minegraph.terms import ID, INFERRED, MG

LAPLAND = ox.NamedNode(f"{ID}region/FI1D7")
FINLAND = ox.NamedNode(f"{ID}region/FI")


@pytest.fixture(scope="module")
def inferred_store(tiny_engine: ox.Store) -> LocalStore:
    """The miniature and three inferred triples."""
    engine, graph = ox.Store(), ox.NamedNode(INFERRED)
    engine.bulk_extend(tiny_engine)
    inferred = [
        (LAPLAND, "within", FINLAND),
        (ox.NamedNode(f"{ID}region/FI1D"), "containsRegion", LAPLAND),
        (ox.NamedNode(f"{ID}site/south-refinery"), "inRegion", LAPLAND),
    ]
    engine.extend(ox.Quad(s, ox.NamedNode(f"{MG}{p}"), o, graph) for s, p, o in inferred)
    return LocalStore(engine)


@pytest.fixture(params=["store", "endpoint"])
def source(request: pytest.FixtureRequest, tiny_store: LocalStore) -> Source:
    return tiny_store if request.param == "store" else Endpoint(request.getfixturevalue("endpoint"))


def described(source: Source, text: str) -> Description:
    return describe(source, resolve(source, text))


def text_of(source: Source, text: str) -> str:
    return plain.text(described(source, text).page())


def test_page_of_a_region_says_everything(source: Source) -> None:
    shown = text_of(source, "Lapland")
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    for expected in (
        "name Lapland (en)",
        "Lappi (fi)",
        "country Finland",
        "within North and East Finland",
        "Commodities and stages (2)",
        "Cobalt Extraction (mining) Current high [3]",
        "Copper Current medium [3]",
        "Mines, plants and other sites (1)",
        "North Mine Mine Cobalt, Copper Operating North Mining high [1]",
        "Participations in projects (1)",
        "Ore regions together Survey of the North Coordinator 200,000 high [1]",
        "FI1D7 NUTS 2021 3 high [4]",
    ):
        assert any(line.startswith(expected.split("[")[0].strip()) for line in lines), expected


def test_what_is_missing_of_a_region_is_said(source: Source) -> None:
    assert "smart-specialisation priorities" in described(source, "Lapland").undocumented
    assert "commodities" not in described(source, "Lapland").undocumented
    assert "That does not mean there are none." in text_of(source, "Lapland")


def test_only_regions_have_expectations(source: Source) -> None:
    assert described(source, "ore").undocumented == ()


def test_every_source_is_listed_once(source: Source) -> None:
    sources = described(source, "Lapland").sources
    assert "https://example.org/profile/lapland" in sources
    assert len(set(sources)) == len(sources)


def test_statements_name_their_graph(source: Source) -> None:
    graphs = {graph for said in described(source, "Lapland").statements for graph in said.graphs}
    assert graphs == {"https://w3id.org/minegraph/graph/data/regions/regions", INFERRED}


def test_inferred_is_told_apart(inferred_store: LocalStore) -> None:
    within = [said for said in described(inferred_store, "Lapland").statements if said.predicate == f"{MG}within"]
    assert {said.value: said.inferred for said in within} == {FINLAND: True, ox.NamedNode(f"{ID}region/FI1D"): False}
    shown = text_of(inferred_store, "Lapland")
    assert "mgid:region/FI (inferred)" in shown
    assert "high (link inferred)" in shown
    assert "contains region" not in shown


def test_json_tells_all(inferred_store: LocalStore) -> None:
    said = json.loads(described(inferred_store, "Lapland").json())
    assert said["iri"] == LAPLAND.value
    assert said["complete"] is True
    groups = {group["class"]: group for group in said["linked"]}
    (site, other) = groups[f"{MG}Site"]["resources"]
    assert (site["label"], site["confidence"]) == ("North Mine", "high")
    assert site["sources"] == ["https://example.org/mines"]
    assert [link["inferred"] for link in (*site["links"], *other["links"])] == [False, True]
    country = next(one for one in said["statements"] if one["property"] == f"{MG}country")
    assert country["value"]["label"] == "Finland"


def test_triples_are_the_graph_around_the_thing(source: Source) -> None:
    triples = set(described(source, "Lapland").triples())
    region = ox.NamedNode(f"{MG}inRegion")
    assert ox.Triple(ox.NamedNode(f"{ID}site/north-mine"), region, LAPLAND) in triples
    assert b"Pohjoinen kaivos" in render.graph(triples, "nt")


def test_iri_that_is_only_mentioned_is_described(source: Source) -> None:
    shown = text_of(source, "https://example.org/mines")
    assert "North Mine" in shown


def test_term_of_the_ontology_is_described(source: Source) -> None:
    assert "domain" in text_of(source, "mg:activityRegion")


def test_names_of_the_data_cannot_break_the_page() -> None:
    engine = ox.Store()
    evil = ox.Literal("[bold]x\x1b[31m\n</td>", language="en")
    engine.add(ox.Quad(LAPLAND, ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), evil))
    engine.add(
        ox.Quad(LAPLAND, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(f"{MG}Region"))
    )
    shown = text_of(LocalStore(engine), "FI1D7")
    assert "\x1b" not in shown
    assert "[bold]x [31m </td> (en)" in shown


def test_over_many_links_the_description_says_so(monkeypatch: pytest.MonkeyPatch, tiny_store: LocalStore) -> None:
    monkeypatch.setattr("minegraph.readers.MOST_LINKS", 3)
    description = described(tiny_store, "Lapland")
    assert not description.complete
    assert "More links lead here than are shown." in plain.text(description.page())


def test_description_as_rdf_is_the_same_in_every_form_and_every_time(source: Source) -> None:
    description = described(source, "Lapland")
    written = {one.name: description.rdf(one.name) for one in GRAPHS}
    assert written == {one.name: described(source, "Lapland").rdf(one.name) for one in GRAPHS}
    stated = set(description.triples())
    for one in GRAPHS:
        form = ox.RdfFormat.from_media_type(one.media_type)
        assert {quad.triple for quad in ox.parse(written[one.name], form)} == stated


def test_description_knows_the_most_telling_class(source: Source) -> None:
    assert described(source, "Lapland").kind == f"{MG}MiningRegion"
    assert described(source, "https://example.org/mines").kind == ""


def test_page_can_show_less_and_says_where_the_rest_is(source: Source) -> None:
    shown = plain.text(described(source, "Lapland").page(Extent(rows=1, elsewhere="the table has all")))
    assert "… and 1 more; the table has all." in shown


def test_thing_is_what_its_iri_names_or_what_the_graph_mentions(source: Source) -> None:
    assert thing_at(source, LAPLAND.value) == Thing(LAPLAND.value, "Lapland", f"{MG}MiningRegion")
    assert thing_at(source, "https://example.org/mines") == Thing(
        "https://example.org/mines", "https://example.org/mines", ""
    )
    for unknown in (f"{ID}region/nowhere", "no IRI", "", "a:b\x00"):
        assert thing_at(source, unknown) is None


def test_labels_that_are_known_are_kept_for_the_next_description(tiny_store: LocalStore) -> None:
    known: dict[str, str] = {}
    first = describe(tiny_store, resolve(tiny_store, "Lapland"), known)
    assert known.items() >= first.labels.items()
    known[LAPLAND.value] = "Lapin maakunta"
    again = describe(tiny_store, resolve(tiny_store, "Lapland"), known)
    assert again.label_of(LAPLAND.value) == "Lapin maakunta"
