"""Synergies of regions: the documented result, its sums, its order, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from math import fsum
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minegraph.endpoint import Endpoint
from minegraph.errors import MinegraphError, NotFoundError, SourceError
from minegraph.store import LocalStore
from minegraph.synergy import COLUMNS, DETAIL_COLUMNS, Synergy, SynergyResult, rankings, read_facets, synergies
from minegraph.synergy.ranking import draw_weights
from minegraph.synergy.result import Item
from synergy_worlds import (
    REPOSITORY,
    commodities,
    facets,
    has,
    landscape,
    link,
    mining_region,
    region,
    regions,
    site,
    takes_part,
    world,
)

LAPLAND, ANDALUSIA, LOWER_SILESIA = region("FI1D7"), region("ES61"), region("PL51")
PROFILES = ("consortium", "learning", "supply-chain")


def ask(source: LocalStore | Endpoint, where: str = LAPLAND, **options: object) -> SynergyResult:
    return synergies(source, where, facets=facets(), **options)  # type: ignore[arg-type]


def check_sums(result: SynergyResult) -> None:
    for synergy in result.synergies:
        assert abs(synergy.score - fsum(part.contribution for part in synergy.components)) < 1e-9
        for part in synergy.components:
            assert abs(part.contribution - fsum(item.contribution for item in part.items)) < 1e-9
            assert abs(part.contribution - part.weight * part.value) < 1e-9
            assert -1e-9 <= part.value <= 1 + 1e-9


@pytest.mark.parametrize("profile", PROFILES)
def test_every_score_is_the_sum_of_its_parts(shipped_store: LocalStore, profile: str) -> None:
    for where in (LAPLAND, ANDALUSIA, region("DED"), region("UKK3"), LOWER_SILESIA):
        result = ask(shipped_store, where, profile=profile, top=None)
        check_sums(result)
        assert result.synergies


@pytest.mark.parametrize("profile", PROFILES)
def test_all_evidence_has_a_source_and_a_confidence(shipped_store: LocalStore, profile: str) -> None:
    result = ask(shipped_store, profile=profile)
    evidence = [proof for item in items(result) for proof in item.evidence]
    assert evidence
    assert all(proof.source and proof.confidence in ("high", "medium", "low") for proof in evidence)
    assert all(item.evidence for item in items(result))


def items(result: SynergyResult) -> list[Item]:
    return [item for synergy in result.synergies for part in synergy.components for item in part.items]


def test_the_result_has_the_documented_form(tiny_store: LocalStore) -> None:
    found = json.loads(ask(tiny_store).to_json())
    assert {"region", "profile", "method", "synergies"} <= set(found)
    assert (found["region"], found["profile"]) == ({"iri": LAPLAND, "label": "Lapland", "country": "FI"}, "consortium")
    best = found["synergies"][0]
    wanted = {"rank", "rank_range", "partner", "score", "components", "unknown", "ties", "coverage"}
    assert wanted <= set(best)
    assert best["rank"] == 1
    assert set(best["partner"]) == {"iri", "label", "country"}
    part = next(part for part in best["components"] if part["items"])
    assert {"kind", "facet", "value", "weight", "contribution", "items"} <= set(part)
    item = part["items"][0]
    assert {"concept", "label", "contribution", "evidence"} <= set(item)
    assert {"iri", "source", "confidence"} <= set(item["evidence"][0])


def test_a_pair_is_explained_in_both_directions(tiny_store: LocalStore) -> None:
    result = ask(tiny_store, with_region=LOWER_SILESIA)
    pairs = [(found.region.iri, found.partner.iri) for found in result.synergies]
    assert pairs == [(LAPLAND, LOWER_SILESIA), (LOWER_SILESIA, LAPLAND)]
    check_sums(result)


def test_a_pair_has_the_place_it_has_in_the_ranking(shipped_store: LocalStore) -> None:
    ranked = ask(shipped_store, top=3).synergies[2]
    alone = ask(shipped_store, with_region=ranked.partner.iri).synergies[0]
    assert alone == replace(ranked, overlaps=())


def test_lapland_mines_what_others_refine(shipped_store: LocalStore) -> None:
    result = ask(shipped_store, profile="supply-chain")
    labels = [found.partner.label for found in result.synergies]
    assert {"Agder", "Satakunta", "Lower Silesia"} <= set(labels)
    chain = next(part for part in result.synergies[0].components if part.facet == "value-chain")
    assert all(item.need in ("absent", "not documented") for item in chain.items)


def test_cornwall_and_saxony_can_learn_from_each_other(shipped_store: LocalStore) -> None:
    best = [ask(shipped_store, where, profile="learning").synergies[0] for where in (region("UKK3"), region("DED"))]
    assert [found.partner.iri for found in best] == [region("DED"), region("UKK3")]


def test_with_certain_only_absent_needs_are_counted(shipped_store: LocalStore) -> None:
    cornwall = region("UKK3")
    certain = ask(shipped_store, cornwall, profile="supply-chain", certain=True)
    needs = {item.need for found in certain.synergies for part in found.components for item in part.items}
    assert "absent" in needs
    assert "not documented" not in needs
    assert certain.certain


def test_the_own_region_its_parts_and_containers_are_never_partners(shipped_store: LocalStore) -> None:
    result = ask(shipped_store, ANDALUSIA, top=None)
    partners = {found.partner.iri for found in result.synergies}
    assert partners.isdisjoint({ANDALUSIA, region("ES615"), region("ES618")})


def test_partners_come_best_first_and_within_their_range(shipped_store: LocalStore) -> None:
    result = ask(shipped_store, top=None)
    assert [found.rank for found in result.synergies] == list(range(1, len(result.synergies) + 1))
    scores = [round(found.score, 12) for found in result.synergies]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    ranges = [(found.rank_range[0], found.rank, found.rank_range[1]) for found in result.synergies]
    assert all(list(one) == sorted(one) for one in ranges)
    assert len(result.synergies) <= result.candidates


def test_all_rankings_agree_with_the_single_ones(shipped_store: LocalStore) -> None:
    every = dict(rankings(shipped_store, facets=facets()))
    assert list(every) == sorted(every)
    single = ask(shipped_store, top=None).synergies
    listed = [(partner, round(score, 9)) for partner, score in every[LAPLAND] if score > 0]
    assert listed == [(found.partner.iri, round(found.score, 9)) for found in single]
    assert LAPLAND not in dict(every[LAPLAND])


def test_partners_that_share_territory_with_a_better_one_say_so(shipped_store: LocalStore) -> None:
    result = ask(shipped_store, profile="supply-chain", top=None)
    by_iri = {found.partner.iri: found for found in result.synergies}
    first, second = sorted((by_iri[LOWER_SILESIA], by_iri[region("PL516")]), key=lambda found: found.rank)
    assert second.overlaps == (first.partner.iri,)
    assert first.overlaps == ()


def test_equal_scores_come_in_the_order_of_the_iris() -> None:
    source = world(regions("dcba"), *(has(name, ["tin"]) for name in "dcba"), profile("commodities-similarity"))
    result = ask(source, region("b"), profile="one")
    assert [found.partner.iri for found in result.synergies] == [region(name) for name in "acd"]
    assert [found.score for found in result.synergies] == [1.0, 1.0, 1.0]


def profile(*components: str) -> str:
    """A profile called one that weighs components alike."""
    weights = [
        f"<profile/one> mg:hasWeight <weight/{name}> . <weight/{name}> mg:component <component/{name}> ;"
        f" mg:weight {1 / len(components)} ."
        for name in components
    ]
    return "\n".join(("<profile/one> a mg:SynergyProfile .", *weights))


def test_unknown_facets_and_coverage_stand_beside_the_score() -> None:
    source = world(regions("ab"), has("a", ["tin"]), has("b", ["tin"]), takes_part("p", "a"), profile("projects-tie"))
    found = ask(source, region("a"), profile="one", with_region=region("b")).synergies[0]
    unknown = {one.facet: one.regions for one in found.unknown}
    assert unknown["projects"] == (region("b"),)
    assert unknown["stages"] == (region("a"), region("b"))
    assert "commodities" not in unknown
    assert (found.coverage.known, found.coverage.facets) == (1, 8)
    assert (found.coverage.region_statements, found.coverage.partner_statements) == (2, 1)


def test_ties_are_listed_whatever_the_profile() -> None:
    source = world(
        regions("ab"), has("a", ["tin"]), has("b", ["tin"]), takes_part("p", "ab"), profile("stages-similarity")
    )
    found = ask(source, region("a"), profile="one", with_region=region("b")).synergies[0]
    assert [(tie.facet, tie.concept.rsplit("/", 1)[-1]) for tie in found.ties] == [("projects", "p")]


def test_a_region_that_is_no_mining_region_can_be_asked(tiny_store: LocalStore) -> None:
    result = ask(tiny_store, region("FI1D"))
    assert result.region.label == "North and East Finland"
    assert LAPLAND not in {found.partner.iri for found in result.synergies}
    assert result.synergies


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"profile": "learnin"}, NotFoundError, "Did you mean 'learning'?"),
        ({"where": region("XX")}, NotFoundError, "There is no region"),
        ({"where": "no IRI"}, NotFoundError, "There is no region 'no IRI'"),
        ({"with_region": region("FI1D")}, MinegraphError, "share territory"),
        ({"with_region": LAPLAND}, MinegraphError, "share territory"),
        ({"top": 0}, MinegraphError, "Ask for at least 1"),
    ],
)
def test_what_cannot_be_answered_is_said(
    tiny_store: LocalStore, options: dict[str, str], error: type[MinegraphError], message: str
) -> None:
    with pytest.raises(error, match=message.replace("?", r"\?")):
        ask(tiny_store, **options)


def test_a_region_of_which_nothing_is_known_is_refused_with_what_is_known_around_it() -> None:
    names = '<region/b> skos:prefLabel "Bee"@en . <region/c> a mg:Region ; mg:within <region/b> .'
    source = world(regions("ab"), has("a", ["tin"]), names, profile("commodities-similarity"))
    with pytest.raises(NotFoundError, match="Did you mean 'Bee'\\? Nothing is known of it"):
        ask(source, region("c"), profile="one")


def test_a_profile_that_weighs_what_no_facet_provides_is_refused() -> None:
    source = world(regions("ab"), has("a", ["tin"]), profile("weather-similarity"))
    with pytest.raises(MinegraphError, match="gives weight to weather-similarity, which no facet"):
        ask(source, region("a"), profile="one")


def test_an_endpoint_answers_as_the_local_store_does(tiny_store: LocalStore, endpoint: str) -> None:
    for name in PROFILES:
        assert ask(Endpoint(endpoint), profile=name).to_json() == ask(tiny_store, profile=name).to_json()


def test_the_order_of_the_facts_makes_no_difference(tiny_engine: ox.Store) -> None:
    turned = ox.Store()
    for quad in sorted(tiny_engine, key=str, reverse=True):
        turned.add(quad)
    assert ask(LocalStore(turned)).to_json() == ask(LocalStore(tiny_engine)).to_json()


def test_what_is_inferred_changes_no_score(tiny_engine: ox.Store, tiny_store: LocalStore) -> None:
    for name in PROFILES:
        assert ask(LocalStore(tiny_engine), profile=name).to_json() == ask(tiny_store, profile=name).to_json()


HASHED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from synergy_worlds import facets, has, region, regions, takes_part, world
from minegraph.synergy import assess, synergies
from test_synergy import profile
facts = [regions("abcdefg"), profile("commodities-similarity", "projects-tie")]
facts += [has(name, sorted({name, "tin", "copper"})) for name in "abcdefg"] + [takes_part("p", "abc")]
source = world(*facts)
print(synergies(source, region("a"), profile="one", facets=facets()).to_json())
print(*assess(source, facets()))
"""


def test_the_answer_does_not_hang_on_the_hash_seed() -> None:
    folder = str(REPOSITORY / "tests")
    answers = {
        subprocess.run(
            [sys.executable, "-c", HASHED, folder],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_drawn_weights_keep_their_sign_and_are_the_same_each_time() -> None:
    drawn = draw_weights([0.5, -0.5])
    assert (drawn == draw_weights([0.5, -0.5])).all()
    assert (drawn[:, 0] > 0).all()
    assert (drawn[:, 1] < 0).all()


def test_rows_fit_their_columns(tiny_store: LocalStore) -> None:
    result = ask(tiny_store)
    assert {len(row) for row in result.rows()} == {len(COLUMNS)}
    assert {len(row) for row in result.details()} == {len(DETAIL_COLUMNS)}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ facet: x\n#+ kind: other\n#+ label: X\n", "facet without a known kind"),
        ("#+ kind: tie\n#+ label: X\n", "facet without name or label"),
        ("#+ facet: x\n#+ kind: tie\n#+ colour: red\n", "a.rq:3: unknown header 'colour'"),
        ("#+ facet: x\n#+ kind: complementarity\n#+ label: X\n#+ has: y\n#+ offers: y\n", "names no facet that lists"),
        ("#+ facet: x\n#+ kind: tie\n#+ label: X\n#+ from: y\n", "names no facet that lists"),
    ],
)
def test_a_facet_with_a_wrong_header_is_refused(tmp_path: Path, header: str, message: str) -> None:
    (tmp_path / "a.rq").write_text(f"{header}SELECT ?region ?x ?evidence WHERE {{ ?region ?x ?evidence }}")
    with pytest.raises(SourceError, match=message):
        read_facets([tmp_path / "a.rq"])


def test_two_facets_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a.rq", "b.rq"):
        (tmp_path / name).write_text("#+ facet: x\n#+ kind: tie\n#+ label: X\nSELECT * WHERE {}")
    with pytest.raises(SourceError, match="facet 'x' is also in"):
        read_facets(sorted(tmp_path.glob("*.rq")))


def test_a_new_file_is_a_new_facet(tmp_path: Path) -> None:
    colour = tmp_path / "colours.rq"
    colour.write_text(
        "#+ facet: colours\n#+ kind: similarity\n#+ label: Colours\n"
        "SELECT ?region ?colour ?evidence WHERE { ?region <urn:colour> ?colour BIND(?region AS ?evidence) }"
    )
    source = world(
        regions("ab"), "<region/a> <urn:colour> <red> . <region/b> <urn:colour> <red> .", profile("colours-similarity")
    )
    result = synergies(source, region("a"), profile="one", facets=read_facets([colour]))
    assert [(found.partner.iri, found.score) for found in result.synergies] == [(region("b"), 1.0)]


FACTS = st.lists(
    st.one_of(
        st.builds(has, st.sampled_from("abcde"), st.lists(st.sampled_from(["tin", "zinc", "gold"]), max_size=3)),
        st.builds(
            site, st.sampled_from("abcde"), st.sampled_from(["mine", "refinery"]), st.sampled_from(["tin", "zinc"])
        ),
        st.builds(takes_part, st.sampled_from("pqr"), st.sampled_from(["ab", "cde", "ace", "b"])),
        st.sampled_from(["<region/d> mg:within <region/a> .", "<region/e> mg:within <region/d> ."]),
    ),
    min_size=1,
    max_size=12,
)
EVERYTHING = profile(
    "commodities-similarity",
    "activities-similarity",
    "stages-similarity",
    "value-chain-complementarity",
    "projects-tie",
    "programmes-feasibility",
)
GROUND = (
    regions("abcde"),
    commodities("tin", "zinc", "gold"),
    link("extraction", "feeds", "metallurgy-refining"),
    EVERYTHING,
)


def rankings_of_all(source: LocalStore) -> Iterator[tuple[str, tuple[Synergy, ...]]]:
    for name in "abcde":
        try:
            yield name, ask(source, region(name), profile="one", top=None).synergies
        except NotFoundError:
            yield name, ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS)
def test_in_any_world_parts_sum_up_and_nobody_is_its_own_partner(facts: list[str]) -> None:
    source = world(*GROUND, *facts)
    overlap = landscape(*GROUND, *facts).territory
    for name, found in rankings_of_all(source):
        for synergy in found:
            assert synergy.region.iri == region(name)
            assert not overlap.overlap[overlap.index[region(name)], overlap.index[synergy.partner.iri]]
            assert abs(synergy.score - fsum(part.contribution for part in synergy.components)) < 1e-9
            for part in synergy.components:
                assert 0 <= part.value <= 1 + 1e-9
                assert abs(part.contribution - fsum(item.contribution for item in part.items)) < 1e-9
                assert part.p_value is None or 0 < part.p_value <= 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS)
def test_a_region_of_which_nothing_is_known_changes_no_score(facts: list[str]) -> None:
    before = {
        (name, one.partner.iri): one.score for name, found in rankings_of_all(world(*GROUND, *facts)) for one in found
    }
    wider = world(*GROUND, *facts, mining_region("z"), mining_region("aa"))
    after = {(name, one.partner.iri): one.score for name, found in rankings_of_all(wider) for one in found}
    assert after == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS)
def test_similarity_is_the_same_in_both_directions(facts: list[str]) -> None:
    found = landscape(*GROUND, *facts)
    for name in ("commodities-similarity", "stages-similarity", "activities-similarity", "projects-tie"):
        every = found.measures[name].values(np.arange(5))
        assert np.allclose(every, every.T, atol=1e-12)
