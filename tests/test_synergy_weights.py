"""Own weights: single weights of a profile changed, and what is refused; landscapes that serve many questions."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph import KnowledgeGraph
from minegraph.errors import MinegraphError, NotFoundError
from minegraph.store import LocalStore
from minegraph.synergy import Landscapes, SynergyResult, read_weights, synergies, write_weights
from minegraph.synergy.facets import Kind
from minegraph.synergy.profiles import Profile
from minegraph.synergy.weights import reweighted
from synergy_worlds import facets, region

LAPLAND = region("FI1D7")
COMPONENTS: dict[str, Kind] = {"a-similarity": "similarity", "b-similarity": "similarity", "c-tie": "tie"}
OLD = Profile("urn:x/old", {"a-similarity": 0.75, "c-tie": -0.25})


def ask(source: LocalStore, **options: object) -> SynergyResult:
    return synergies(source, LAPLAND, facets=facets(), **options)  # type: ignore[arg-type]


def test_a_single_weight_is_changed_and_said(tiny_store: LocalStore) -> None:
    before, after = ask(tiny_store), ask(tiny_store, weights={"commodities-similarity": 0.5})
    assert after.weights == before.weights | {"commodities-similarity": 0.5}
    assert (before.changed, after.changed) == ({}, {"commodities-similarity": 0.5})
    part = next(part for part in after.synergies[0].components if part.facet == "commodities")
    assert part.weight == 0.5


def test_a_weight_of_nothing_leaves_the_component_out(tiny_store: LocalStore) -> None:
    result = ask(tiny_store, weights={"commodities-similarity": 0})
    assert "commodities-similarity" not in result.weights
    assert result.changed == {"commodities-similarity": 0.0}
    assert "commodities" not in {part.facet for part in result.synergies[0].components}


def test_the_weights_of_a_profile_given_by_hand_are_that_profile(tiny_store: LocalStore) -> None:
    supply = ask(tiny_store, profile="supply-chain")
    own = dict.fromkeys(ask(tiny_store, profile="learning").weights, 0.0) | supply.weights
    result = ask(tiny_store, profile="learning", weights=own)
    assert result.synergies == supply.synergies
    assert ask(tiny_store, profile="supply-chain", weights=supply.weights) == supply


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"a-similarty": 0.5}, "no component 'a-similarty'. Did you mean 'a-similarity'"),
        ({"weather": 0.5}, "Components: a-similarity, b-similarity, c-tie."),
        ({"a-similarity": nan}, "a-similarity is nan. Give a number from 0 to 1"),
        ({"a-similarity": inf}, "a-similarity is inf. Give a number from 0 to 1"),
        ({"a-similarity": 1.5}, "a-similarity is 1.5. Give a number from 0 to 1"),
        ({"a-similarity": True}, "a-similarity is True. Give a number"),
        ({"a-similarity": "0.5"}, "a-similarity is '0.5'. Give a number"),
        ({"a-similarity": -0.5}, r"a-similarity is -0.5: .* cannot count against it.* \(c-tie\)"),
        ({"c-tie": -1.5}, "c-tie is -1.5. Give a number from 0 to 1, or from -1 for a tie"),
        ({"a-similarity": 0, "c-tie": 0}, "No component has a weight"),
    ],
)
def test_what_is_no_weight_is_refused(own: dict[str, float], message: str) -> None:
    with pytest.raises(MinegraphError, match=message):
        reweighted(OLD, own, COMPONENTS)


def test_an_unknown_component_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        reweighted(OLD, {"d": 1}, COMPONENTS)


def test_existing_cooperation_may_count_for_or_against() -> None:
    assert reweighted(OLD, {"c-tie": 0.5}, COMPONENTS).weights == {"a-similarity": 0.75, "c-tie": 0.5}
    assert reweighted(OLD, {"c-tie": -1}, COMPONENTS).changed == {"c-tie": -1.0}


def test_weights_stay_in_the_order_of_their_names() -> None:
    changed = reweighted(Profile("urn:x/one", {"c-tie": 0.5}), {"b-similarity": 0.25, "a-similarity": 0.25}, COMPONENTS)
    assert list(changed.weights) == ["a-similarity", "b-similarity", "c-tie"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["commodities-similarity"], "is no weight. Write COMPONENT=NUMBER"),
        (["=0.5"], "is no weight. Write COMPONENT=NUMBER"),
        (["a=much"], "The weight of a is 'much'. Give a number"),
        (["a=0.1", "a=0.2"], "The weight of a is given twice"),
    ],
)
def test_what_does_not_read_as_a_weight_is_refused(texts: list[str], message: str) -> None:
    with pytest.raises(MinegraphError, match=message):
        read_weights(texts)


@given(st.dictionaries(st.from_regex(r"[a-z]+(-[a-z]+)?", fullmatch=True), st.floats(-1, 1), min_size=1))
def test_written_weights_are_read_back(weights: Mapping[str, float]) -> None:
    assert read_weights(write_weights(weights).split(",")) == weights


def test_one_landscape_answers_as_a_new_one_does(tiny_store: LocalStore) -> None:
    kept = Landscapes(tiny_store, facets())
    for options in ({}, {"certain": True}, {"profile": "learning"}, {"with_region": region("PL51")}, {}):
        assert ask(tiny_store, landscapes=kept, **options) == ask(tiny_store, **options)
    assert kept.of([LAPLAND]) is kept.of()
    assert kept.of([region("FI1D")]) is kept.of([region("FI1D")])
    other = synergies(tiny_store, region("FI1D"), landscapes=kept)
    assert other == synergies(tiny_store, region("FI1D"), facets=facets())


def test_an_open_graph_keeps_its_landscape_until_it_is_closed(tiny_generation: Path) -> None:
    with KnowledgeGraph.open(tiny_generation.parents[2]) as graph:
        graph.synergies("Lapland")
        kept = graph._landscapes()
        assert graph._landscapes() is kept
        graph.close()
        assert graph._landscapes() is not kept
