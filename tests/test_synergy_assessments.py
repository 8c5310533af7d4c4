"""Synergies written into the graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.store import LocalStore
from minegraph.synergy import METHOD, assess, synergies
from minegraph.synergy.answers import texts
from minegraph.synergy.assessments import MOST_ASSESSMENTS, MOST_PARTNERS
from minegraph.terms import MG, SYNERGIES
from minegraph.validation import check_graph
from synergy_worlds import REPOSITORY, facets, has, region, regions, world
from test_synergy import profile

NUMBERS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?partner ?rank ?low ?high ?score ?coverage ?method WHERE {
  ?assessment a mg:SynergyAssessment ; mg:fromRegion <https://w3id.org/minegraph/id/region/FI1D7> ;
    mg:profile <https://w3id.org/minegraph/id/profile/consortium> ; mg:toRegion ?partner ; mg:rank ?rank ;
    mg:rankLow ?low ; mg:rankHigh ?high ; mg:score ?score ; mg:coverage ?coverage ; mg:method ?method .
} ORDER BY ?rank"""


def test_the_graph_says_what_the_command_says(shipped_store: LocalStore) -> None:
    written = [
        (partner, *(round(float(number), 9) for number in numbers), method)
        for partner, *numbers, method in texts(shipped_store, NUMBERS)
    ]
    answered = [
        (
            found.partner.iri,
            *(round(float(number), 9) for number in (found.rank, *found.rank_range, found.score)),
            round(found.coverage.known / found.coverage.facets, 9),
            METHOD,
        )
        for found in synergies(shipped_store, region("FI1D7"), facets=facets(), top=MOST_PARTNERS).synergies
    ]
    assert written == answered


def test_the_assessments_conform_to_their_shapes(shipped_store: LocalStore) -> None:
    report = check_graph(shipped_store.engine, [REPOSITORY / "shapes" / "synergies.ttl"])
    assert report.conforms, [result.message for result in report.results][:5]


def test_the_assessments_are_fewer_than_a_hundred_thousand_triples(shipped_store: LocalStore) -> None:
    quads = list(shipped_store.engine.quads_for_pattern(None, None, None, ox.NamedNode(SYNERGIES)))
    assert 1_000 < len(quads) < 100_000
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))


def test_every_region_of_which_something_is_known_has_a_partner_under_some_profile(shipped_store: LocalStore) -> None:
    lonely = """
    PREFIX mg: <https://w3id.org/minegraph/ontology#>
    SELECT ?region WHERE {
      ?region a mg:MiningRegion .
      ?activity mg:activityRegion ?region .
      FILTER NOT EXISTS { ?assessment mg:fromRegion ?region }
    } ORDER BY ?region"""
    assert shipped_store.select(lonely).rows == ()


def test_what_is_certain_is_part_of_the_contribution(shipped_store: LocalStore) -> None:
    certain = """
    PREFIX mg: <https://w3id.org/minegraph/ontology#>
    SELECT ?region ?certain ?contribution WHERE {
      ?assessment mg:fromRegion ?region ; mg:hasComponent ?part .
      ?part mg:certainContribution ?certain ; mg:contribution ?contribution .
      FILTER(?certain > 0)
    }"""
    rows = list(texts(shipped_store, certain))
    assert region("UKK3") in {where for where, _, _ in rows}
    assert all(float(part) <= float(whole) + 1e-9 for _, part, whole in rows)


def test_two_runs_write_the_same(tiny_store: LocalStore) -> None:
    assert assess(tiny_store, facets()) == assess(tiny_store, facets())


def test_all_quads_are_in_the_graph_of_synergies_and_distinct(tiny_store: LocalStore) -> None:
    quads = assess(tiny_store, facets())
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(SYNERGIES)}
    assert len(quads) == len(set(quads))


def test_many_regions_have_fewer_partners_each() -> None:
    names = [f"r{number}" for number in range(MOST_ASSESSMENTS // MOST_PARTNERS + 100)]
    facts = [line for name in names for line in (f"<region/{name}> a mg:MiningRegion .", has(name, ["tin"]))]
    quads = assess(world(*facts, profile("commodities-similarity")), facets())
    kinds = [quad for quad in quads if quad.object == ox.NamedNode(f"{MG}SynergyAssessment")]
    assert len(kinds) == 3 * len(names) <= MOST_ASSESSMENTS


def test_nothing_is_assessed_without_profiles() -> None:
    assert assess(world(regions("ab"), has("a", ["tin"])), facets()) == []


def test_the_default_facets_are_those_of_the_graph_in_use(
    monkeypatch: pytest.MonkeyPatch, tiny_root: Path, tiny_store: LocalStore
) -> None:
    monkeypatch.chdir(tiny_root)
    assert assess(tiny_store) == assess(tiny_store, facets())
