"""Synergies in every form: complete, escaped, without anything from elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from minegraph import KnowledgeGraph
from minegraph.pages import plain
from minegraph.store import LocalStore
from minegraph.synergy_view import Synergies
from minegraph.terms import ID, MG, PREFIXES, SYNERGIES

EVIL = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def graph(tiny_generation: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(tiny_generation.parents[2])


@pytest.fixture(scope="module")
def ranking(graph: KnowledgeGraph) -> Synergies:
    return graph.synergies("Lapland")


@pytest.fixture(scope="module")
def pair(graph: KnowledgeGraph) -> Synergies:
    return graph.synergies("Lapland", with_region="ES61")


class Balance(HTMLParser):
    """Notes the elements and checks that they close in order."""

    EMPTY = frozenset({"meta", "br", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def elements(document: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Balance()
    parser.feed(document)
    assert parser.open == []
    return parser.seen


def test_html_needs_nothing_from_elsewhere(ranking: Synergies, pair: Synergies) -> None:
    for document in (ranking.to_html(), pair.to_html()):
        seen = elements(document)
        assert {tag for tag, _ in seen} & {"script", "link", "img", "iframe", "object", "form"} == set()
        assert not any(name == "style" or name.startswith("on") or name == "src" for _, found in seen for name in found)
        assert "url(" not in document
        assert all((found["href"] or "").startswith("https://") for tag, found in seen if tag == "a")


def test_policy_allows_exactly_the_style_of_the_page(ranking: Synergies) -> None:
    document = ranking.to_html()
    assert re.search(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'", document)


def test_bars_sum_to_the_score(ranking: Synergies) -> None:
    """On a scale of 1000 for the best partner's positive parts."""
    gains = [sum(max(part.contribution, 0) for part in synergy.components) for synergy in ranking]
    bars = re.findall(r'<svg class="bar".*?</svg>', ranking.to_html())
    for synergy, gain, bar in zip(ranking, gains, bars, strict=True):
        mark = re.search(r'class="mark" x="([0-9.]+)"', bar)
        assert mark is not None
        assert float(mark[1]) == pytest.approx(max(1000 * synergy.score / max(gains) - 1, 0), abs=0.01)
        ends = [float(x) + float(w) for x, w in re.findall(r'class="[scf]\w+" x="([0-9.]+)" width="([0-9.]+)"', bar)]
        assert max(ends) == pytest.approx(1000 * gain / max(gains), abs=2)


def test_names_from_the_data_are_escaped(pair: Synergies) -> None:
    first, *others = pair.result.synergies
    partner = replace(first.partner, label=EVIL, iri=f"javascript:{EVIL}")
    part = replace(first.components[0], label=EVIL, facet=EVIL)
    evil = replace(first, partner=partner, components=(part, *first.components[1:]))
    document = Synergies(replace(pair.result, synergies=(evil, *others), profile=EVIL)).to_html()
    assert "<script" not in document
    assert "javascript:" not in "".join(found.get("href") or "" for _, found in elements(document))


def test_pair_shows_every_item_with_its_evidence(pair: Synergies) -> None:
    shown, document = plain.text(pair.page()), pair.to_html()
    for synergy in pair:
        for part in synergy.components:
            for item in part.items:
                assert item.label in shown
                assert all(evidence.source in shown for evidence in item.evidence if evidence.source)
                assert all(f'href="{evidence.source}"' in document for evidence in item.evidence if evidence.source)


def test_nothing_in_common_is_said(ranking: Synergies) -> None:
    nobody = Synergies(replace(ranking.result, synergies=()))
    assert "No other region" in plain.text(nobody.page())
    assert "No other region" in nobody.to_html()
    assert len(nobody) == 0


def test_csv_is_safe_in_a_spreadsheet(ranking: Synergies) -> None:
    first = ranking.result.synergies[0]
    evil = replace(first, partner=replace(first.partner, label="=1+1"))
    text = Synergies(replace(ranking.result, synergies=(evil,))).to_csv()
    assert ",'=1+1," in text
    assert ",=1+1," not in text


def test_linked_data_of_an_answer_is_what_the_graph_holds(graph: KnowledgeGraph, tiny_store: LocalStore) -> None:
    """Every assessment that the store has of this region and profile is in the document, triple by triple."""
    found = triples(graph.synergies("Lapland", top=5).to_jsonld())
    subjects = {triple.subject for triple in found}
    held = {quad.triple for quad in tiny_store.engine.quads_for_pattern(None, None, None, ox.NamedNode(SYNERGIES))}
    assert len(found) > 50
    assert found == {triple for triple in held if triple.subject in subjects}


def triples(document: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(document.encode(), format=ox.RdfFormat.JSON_LD)}


def test_linked_data_needs_no_context_from_elsewhere(ranking: Synergies) -> None:
    context = json.loads(ranking.to_jsonld())["@context"]
    assert context["mg"] == MG
    assert all(isinstance(namespace, str) for namespace in context.values())


def test_own_weights_make_a_profile_of_their_own(graph: KnowledgeGraph) -> None:
    found = graph.synergies("Lapland", weights={"commodities-similarity": 0.5}, certain=True).to_jsonld()
    name = "consortium+commodities-similarity=0.5+certain"
    said = {(one.subject, one.predicate): one.object for one in triples(found)}
    profile, weight = (ox.NamedNode(f"{ID}{kind}/{name}") for kind in ("profile", "profile-weight"))
    weight = ox.NamedNode(f"{weight.value}--commodities-similarity")
    assert {value for (_, term), value in said.items() if term.value == f"{MG}profile"} == {profile}
    assert said[profile, ox.NamedNode(f"{PREFIXES['prov']}wasDerivedFrom")] == ox.NamedNode(f"{ID}profile/consortium")
    assert str(said[weight, ox.NamedNode(f"{MG}weight")]).startswith('"0.5"')


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(BytesIO(data))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.rows] for sheet in book.worksheets}


def test_workbook_has_the_ranking_its_items_and_its_weights(ranking: Synergies) -> None:
    found = sheets(ranking.to_xlsx())
    assert list(found) == ["Ranking", "Items", "About"]
    assert [row[:5] for row in found["Ranking"][1:]] == [
        ("Lapland", one.rank, *one.rank_range, one.partner.label) for one in ranking
    ]
    assert len(found["Items"]) == 1 + len(list(ranking.result.details()))
    assert ("weight of commodities-similarity", 0.2) in found["About"]


def test_workbook_runs_nothing(ranking: Synergies) -> None:
    first = ranking.result.synergies[0]
    evil = replace(first, partner=replace(first.partner, label="=1+1", iri="javascript:1"))
    book = load_workbook(BytesIO(Synergies(replace(ranking.result, synergies=(evil,))).to_xlsx()))
    cell = book["Ranking"].cell(2, 5)
    assert (cell.value, cell.data_type, cell.hyperlink) == ("=1+1", "s", None)


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "jsonld", "html"])
def test_the_same_answer_is_written_the_same(graph: KnowledgeGraph, form: str) -> None:
    assert graph.synergies("Lapland").written(form) == graph.synergies("Lapland").written(form)
