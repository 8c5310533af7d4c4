"""Scores as bars, and what profiles, components and countries are called."""

from __future__ import annotations

import pytest

from minegraph.store import LocalStore
from minegraph.synergy import Synergy, synergies
from minegraph.synergy.wording import Wording, component_words, country_names, profile_words
from minegraph.synergy_bars import LENGTH, bar, gain, scale, steps
from synergy_worlds import facets, region, world


@pytest.fixture(scope="module")
def found(shipped_store: LocalStore) -> tuple[Synergy, ...]:
    return synergies(shipped_store, region("FI1D7"), facets=facets()).synergies


def test_longest_bar_has_the_full_length(found: tuple[Synergy, ...]) -> None:
    unit = scale(found)
    assert max(gain(one) for one in found) * unit == pytest.approx(LENGTH)
    assert scale([]) == 0


def test_pieces_follow_each_other_and_the_mark_is_at_the_score(found: tuple[Synergy, ...]) -> None:
    unit = scale(found)
    for one in found:
        *pieces, off, mark = bar(one, unit)
        ends = [piece.start + piece.size for piece in pieces]
        assert [piece.start for piece in pieces] == pytest.approx([0, *ends[:-1]])
        assert ends[-1] == pytest.approx(gain(one) * unit)
        assert off.start + off.size == pytest.approx(ends[-1])
        assert (off.start, mark.start + 1) == pytest.approx((one.score * unit, one.score * unit))


def test_steps_lead_from_nothing_to_the_score(found: tuple[Synergy, ...]) -> None:
    unit = scale(found)
    for one in found:
        at = 0.0
        for step in steps(one, unit):
            before, after = step.start, step.start + step.size
            if step.component.contribution < 0:
                before, after = after, before
            assert before == pytest.approx(at)
            at = after
        assert at == pytest.approx(one.score * unit)


def test_every_profile_and_component_is_put_in_words(shipped_store: LocalStore, found: tuple[Synergy, ...]) -> None:
    profiles, components = profile_words(shipped_store), component_words(shipped_store)
    assert list(profiles) == ["consortium", "learning", "supply-chain"]
    assert all(words.label and words.definition for words in (*profiles.values(), *components.values()))
    assert {f"{part.facet}-{part.kind}" for one in found for part in one.components} <= set(components)


def test_countries_are_named_in_english(shipped_store: LocalStore) -> None:
    assert country_names(shipped_store)["FI"] == "Finland"


def test_a_definition_may_be_missing() -> None:
    source = world('<profile/one> a mg:SynergyProfile ; skos:prefLabel "One"@en .')
    assert profile_words(source) == {"one": Wording("One", "")}
