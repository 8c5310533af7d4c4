"""Search: every name in every language, codes, beginnings, misspelt words; in the store and over a real endpoint."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from minegraph import KnowledgeGraph, NotFoundError
from minegraph.cli import verbs
from minegraph.endpoint import Endpoint
from minegraph.findings import Findings, Hit
from minegraph.labels import every_name
from minegraph.nameindex import MOST_CHARACTERS, NameIndex
from minegraph.pages import plain
from minegraph.store import LocalStore
from minegraph.terms import ID, MG, PREFIXES

LAPLAND = f"{ID}region/FI1D7"
LOWER_SILESIA = f"{ID}region/PL51"


@pytest.fixture(scope="module")
def index(tiny_store: LocalStore) -> NameIndex:
    return NameIndex(tiny_store)


@pytest.fixture(scope="module")
def shipped(shipped_store: LocalStore) -> NameIndex:
    return NameIndex(shipped_store)


def named(*things: tuple[str, str, str]) -> NameIndex:
    """An index of things: slug, class and name with its language."""
    engine = ox.Store()
    for thing, kind, label in things:
        node, (text, _, language) = ox.NamedNode(f"{ID}{thing}"), label.rpartition("@")
        engine.add(ox.Quad(node, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{MG}{kind}")))
        name = ox.Literal(text, language=language)
        engine.add(ox.Quad(node, ox.NamedNode(f"{PREFIXES['skos']}prefLabel"), name))
    return NameIndex(LocalStore(engine))


@pytest.mark.parametrize(
    ("text", "iri", "how"),
    [
        ("FI1D7", LAPLAND, "code"),
        ("fi1d7", LAPLAND, "code"),
        ("region/FI1D7", LAPLAND, "code"),
        ("mgid:region/FI1D7", LAPLAND, "code"),
        (LAPLAND, LAPLAND, "code"),
        ("900000001", f"{ID}organisation/north-survey", "code"),
        ("Co", f"{ID}commodity/cobalt", "code"),
        ("Lapland", LAPLAND, "exact"),
        ("  LAPPI ", LAPLAND, "exact"),
        ("dolnoslaskie", LOWER_SILESIA, "exact"),
        ("Lapl", LAPLAND, "prefix"),
        ("silesia lower", LOWER_SILESIA, "words"),
        ("siles low", LOWER_SILESIA, "words"),
        ("aplan", LAPLAND, "part"),
        ("Laplnd", LAPLAND, "alike"),
        ("Lower Silezia", LOWER_SILESIA, "alike"),
        ("lower silesia unheardof", LOWER_SILESIA, "some"),
        ("mining region", f"{MG}MiningRegion", "exact"),
    ],
)
def test_a_thing_is_found_by(index: NameIndex, text: str, iri: str, how: str) -> None:
    best = index.search(text).hits[0]
    assert (best.iri, best.how) == (iri, how)


def test_hit_says_what_it_is_and_which_name_matched(index: NameIndex) -> None:
    kind = f"{MG}MiningRegion"
    assert index.search("lappi").hits == (Hit(LAPLAND, "Lapland", "mining region", kind, "Lappi", "fi", "exact"),)


@pytest.mark.parametrize(
    ("text", "label"),
    [("Στερεά", "Sterea Ellada"), ("ελλαδα", "Greece"), ("българия", "Bulgaria"), ("łódz", "Łódzkie")],
)
def test_names_in_other_scripts_are_found(shipped: NameIndex, text: str, label: str) -> None:
    assert label in {hit.label for hit in shipped.search(text)}


def test_codes_come_before_names_and_names_before_what_is_like_them() -> None:
    index = named(
        ("organisation/kobalt", "Organisation", "Kobalt Society@en"),
        ("organisation/cobalt", "Organisation", "Society for Cobalt@en"),
        ("project/cobalt-project", "Project", "Cobalt@en"),
        ("organisation/cobaltica", "Organisation", "Cobalt Works@en"),
    )
    assert [(hit.label, hit.how) for hit in index.search("cobalt")] == [
        ("Society for Cobalt", "code"),
        ("Cobalt", "exact"),
        ("Cobalt Works", "prefix"),
    ]


def test_mining_region_comes_before_other_things_of_that_name() -> None:
    index = named(("country/x", "Country", "Vale@en"), ("region/X", "MiningRegion", "Vale@en"))
    assert [hit.kind_iri for hit in index.search("vale")] == [f"{MG}MiningRegion", f"{MG}Country"]


def test_a_thing_is_found_once_by_its_best_name(index: NameIndex) -> None:
    iris = [hit.iri for hit in index.search("lapland", limit=99)]
    assert len(iris) == len(set(iris))


def test_kinds_narrow_the_hits(index: NameIndex) -> None:
    kinds = [{hit.kind for hit in index.search("north", [kind])} for kind in ("organisation", f"{MG}Site", "mg:Site")]
    assert kinds == [{"organisation"}, {"site"}, {"site"}]


def test_kind_of_things_includes_narrower_kinds(index: NameIndex) -> None:
    assert [hit.kind for hit in index.search("lapland", ["region"])] == ["mining region"]


def test_unknown_kind_gets_the_nearest(index: NameIndex) -> None:
    with pytest.raises(NotFoundError, match=r"no kind .regio.*Did you mean .region."):
        index.search("lapland", ["regio"])


def test_class_that_nothing_has_finds_nothing(index: NameIndex) -> None:
    assert not index.search("lapland", ["mg:Network"]).hits


def test_limit_is_announced(shipped: NameIndex) -> None:
    findings = shipped.search("mining", limit=3)
    assert (len(findings), findings.complete) == (3, False)
    assert f"The best 3 of {findings.total}." in plain.text(findings.page())


def test_misspelt_name_gets_what_was_probably_meant(index: NameIndex) -> None:
    findings = index.search("Laplnd")
    assert findings.meant == "Lapland"
    assert "Did you mean Lapland?" in plain.text(findings.page())


@pytest.mark.parametrize("text", ["", "   ", "\udcff", "\x00", "'\"}", "qqqqzzzz", "a" * 9999, "https://example.org/x"])
def test_rubbish_finds_nothing_and_says_what_to_try(index: NameIndex, text: str) -> None:
    findings = index.search(text)
    assert (findings.hits, findings.complete, len(findings.text) <= MOST_CHARACTERS) == ((), True, True)
    assert "Try fewer words" in plain.text(findings.page())


@given(st.text(max_size=300))
def test_any_text_can_be_searched(index: NameIndex, text: str) -> None:
    findings = index.search(text)
    assert json.loads(findings.json())["total"] == findings.total >= len(findings)


def test_every_name_finds_its_thing(tiny_store: LocalStore, index: NameIndex) -> None:
    lost = [
        name.text
        for name in every_name(tiny_store)
        if len(name.text.split()) <= 8 and name.thing not in {hit.iri for hit in index.search(name.text, limit=99)}
    ]
    assert lost == []


def test_endpoint_finds_the_same(index: NameIndex, endpoint: str) -> None:
    over = NameIndex(Endpoint(endpoint))
    assert [over.search(text) for text in ("lappi", "Laplnd", "north")] == [
        index.search(text) for text in ("lappi", "Laplnd", "north")
    ]


@pytest.mark.parametrize("text", ["a", "mining", "laplnd", "lower silezia copper", "a b c d e f g h", "Στερεά"])
def test_a_search_is_quick(shipped: NameIndex, text: str) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        shipped.search(text)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(10)) < 0.03


def test_hits_by_kind_begin_with_the_best() -> None:
    hits = tuple(Hit(f"x:{at}", str(at), kind, "", str(at), "", "exact") for at, kind in enumerate("aba"))
    assert Findings("", hits, 3).by_kind() == {"a": (hits[0], hits[2]), "b": (hits[1],)}


def test_hits_of_one_label_and_kind_are_told_apart() -> None:
    labels = (("Vale", "region"), ("Vale", "region"), ("Vale", "project"))
    hits = tuple(Hit(f"x:{at}", label, kind, "", label, "", "exact") for at, (label, kind) in enumerate(labels))
    assert list(map(Findings("", hits, 3).is_ambiguous, hits)) == [True, True, False]


def test_command_finds_and_graph_agrees(tiny_generation: Path) -> None:
    root = tiny_generation.parents[2]
    result = CliRunner().invoke(verbs, ["--root", str(root), "search", "lower", "silesia", "--format", "json"])
    assert result.stdout == KnowledgeGraph.open(root).search("lower silesia").json()


def test_changed_graph_is_searched_anew(tiny_root: Path) -> None:
    with KnowledgeGraph.open(tiny_root) as graph:
        assert not graph.search("Lappmark").hits
        file = tiny_root / "data" / "regions" / "regions.ttl"
        file.write_text(file.read_text().replace('"Lappi"@fi', '"Lappmark"@sv'))
        graph.build()
        assert graph.search("Lappmark").hits[0].iri == LAPLAND
