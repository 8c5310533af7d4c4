"""The measures against values worked out by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from minegraph.synergy.chance import Chance
from minegraph.synergy.measures import Similarity
from synergy_worlds import (
    commodities,
    has,
    landscape,
    link,
    mining_region,
    region,
    regions,
    shares,
    site,
    takes_part,
    value,
    world,
)

GROUPS = """
<commodity/copper> skos:broader <group/base> . <commodity/zinc> skos:broader <group/base> .
<commodity/gold> skos:broader <group/precious> .
"""
SIMILAR = (
    regions("abcd"),
    GROUPS,
    has("a", ["copper", "zinc"]),
    has("b", ["copper"]),
    has("c", ["gold"]),
    has("d", ["copper", "gold"]),
)


def test_similarity_is_the_information_of_what_is_shared_over_that_of_all() -> None:
    # With the groups: a {copper, zinc, base}, b {copper, base}, c {gold, precious}, d {copper, gold, base, precious}.
    # N = 4, so the information of a concept that n regions have is -log((n + 1) / 6):
    # copper and base (n = 3) log(6/4), zinc (n = 1) log(6/2), gold and precious (n = 2) log(6/3).
    # Shared by a and b: copper, base; all of both: copper, base, zinc.
    shared, every = 2 * log(1.5), 2 * log(1.5) + log(3)
    found = landscape(*SIMILAR)
    assert value(found, "commodities-similarity", "a", "b") == pytest.approx(shared / every, abs=1e-12)
    assert shares(found, "commodities-similarity", "a", "b") == pytest.approx(
        {"copper": log(1.5) / every, "base": log(1.5) / every}, abs=1e-12
    )


def test_similarity_of_the_same_sets_is_one_and_of_disjoint_sets_zero() -> None:
    found = landscape(*SIMILAR, mining_region("e"), has("e", ["copper"]))
    assert value(found, "commodities-similarity", "b", "e") == pytest.approx(1.0)
    assert value(found, "commodities-similarity", "b", "c") == 0.0


def test_activities_are_compared_with_broader_commodities_in_the_same_stage() -> None:
    # Both mine a base metal, not the same one: they share (base, extraction) of three pairs.
    # N = 2: (base, extraction) has n = 2, -log(3/4); the two others n = 1, -log(2/4).
    found = landscape(regions("ab"), GROUPS, site("a", "mine", "copper"), site("b", "mine", "zinc"))
    every = log(4 / 3) + 2 * log(2)
    assert shares(found, "activities-similarity", "a", "b") == pytest.approx({"base extraction": log(4 / 3) / every})


def test_historic_activities_and_closed_sites_do_not_count() -> None:
    closed = site("b", "mine", "zinc") + " <site/b-mine> mg:siteStatus <site-status/closed> ."
    found = landscape(regions("ab"), has("a", ["copper"]), has("b", ["copper"], status="historic"), closed)
    assert found.features["commodities"].known.tolist() == [True, False]
    assert found.features["stages"].known.tolist() == [False, False]


def test_a_potential_is_a_commodity_but_no_activity() -> None:
    potential = (
        "<activity/a> mg:activityRegion <region/a> ; mg:commodity <commodity/tin> ; mg:stage <stage/extraction> ;"
        " mg:activityStatus <activity-status/potential> ."
    )
    found = landscape(regions("a"), potential)
    assert [found.features[name].names for name in ("activities", "commodities", "stages")] == [
        (),
        (("https://w3id.org/minegraph/id/commodity/tin",),),
        (),
    ]


def test_ties_compare_joint_projects_with_what_chance_would_give() -> None:
    # a is in 2 of the 3 projects, b in 1, together in 1. By chance 2 * 1 / 3 = 2/3 would be joint: s = 1 / (2/3) = 3/2;
    # s / (1 + s) = 3/5.
    found = landscape(regions("abc"), takes_part("p", "ab"), takes_part("q", "a"), takes_part("r", "c"))
    assert value(found, "projects-tie", "a", "b") == pytest.approx(0.6)
    assert value(found, "projects-tie", "a", "c") == 0.0


def test_feasibility_grows_with_the_rarity_of_common_programmes() -> None:
    # Three regions, N + 2 = 5: everyone may use the common programme (n = 3), a and b the rare one (n = 2).
    # a and b share S = log(5/4) + log(5/3); a and c only log(5/4). The value is S / (1 + S).
    eligible = "\n".join(
        f"<eligibility/{name}-{programme}> mg:eligibleRegion <region/{name}> ; mg:eligibleFor <programme/{programme}> ."
        for name, programme in (("a", "common"), ("b", "common"), ("c", "common"), ("a", "rare"), ("b", "rare"))
    )
    kinds = "<programme/common> a mg:FundingProgramme . <programme/rare> a mg:FundingProgramme ."
    found = landscape(regions("abc"), eligible, kinds)
    both, one = log(5 / 4) + log(5 / 3), log(5 / 4)
    assert value(found, "programmes-feasibility", "a", "b") == pytest.approx(both / (1 + both))
    assert value(found, "programmes-feasibility", "a", "c") == pytest.approx(one / (1 + one))


def test_programmes_of_projects_count_by_the_narrowest_programme() -> None:
    schemes = """
    <project/p> mg:fundedUnder <programme/call> . <programme/call> a mg:Call ; mg:partOfScheme <programme/narrow> .
    <programme/narrow> a mg:FundingProgramme ; mg:partOfScheme <programme/wide> .
    <programme/wide> a mg:FundingProgramme .
    """
    found = landscape(regions("ab"), takes_part("p", "ab"), schemes)
    assert found.features["programmes"].names == (("https://w3id.org/minegraph/id/programme/narrow",),)


CHAIN = (
    regions("abcd"),
    commodities("tungsten", "tin"),
    link("extraction", "feeds", "metallurgy-refining"),
    site("a", "mine", "tungsten", "tin"),
    site("b", "refinery", "tungsten"),
    site("c", "refinery", "tungsten", "tin"),
    site("d", "mine", "tungsten"),
)


def test_complementarity_is_the_weight_of_the_needs_met_over_that_of_all_needs() -> None:
    # a mines tungsten and tin, so it needs the next step for both. N = 4, N + 2 = 6.
    # Tungsten is refined in b and c: log(6/3); tin only in c: log(6/2). The link weighs 1.
    found = landscape(*CHAIN)
    assert value(found, "value-chain-complementarity", "a", "b") == pytest.approx(log(2) / (log(2) + log(3)))
    assert value(found, "value-chain-complementarity", "a", "c") == pytest.approx(1.0)
    # c refines both and needs the previous step: tungsten is mined in a and d, tin in a.
    assert value(found, "value-chain-complementarity", "c", "d") == pytest.approx(log(2) / (log(2) + log(3)))


def test_what_a_region_does_itself_is_no_need_but_lowers_what_it_can_gain() -> None:
    # Now a refines tungsten itself: three regions do, log(6/4); b offers nothing new, c only the refining of tin.
    # Refining also calls for the previous step, mining: a has it for tungsten, with d, log(6/3). The tungsten that a
    # mines and refines stays in the sum of its needs.
    found = landscape(*CHAIN, site("a", "refinery", "tungsten"))
    every = log(6 / 4) + log(6 / 2) + log(6 / 3)
    assert value(found, "value-chain-complementarity", "a", "b") == 0.0
    assert shares(found, "value-chain-complementarity", "a", "c") == pytest.approx(
        {"tin next step metallurgy-refining": log(3) / every}
    )


def test_materials_that_change_their_name_meet_along_the_chain() -> None:
    made = (
        "<commodity/alumina> mg:madeFrom <commodity/bauxite> . <commodity/aluminium> mg:madeFrom <commodity/alumina> ."
    )
    found = landscape(
        regions("ab"),
        commodities("bauxite", "alumina", "aluminium"),
        made,
        link("extraction", "feeds", "metallurgy-refining"),
        site("a", "mine", "bauxite"),
        site("b", "refinery", "aluminium"),
    )
    assert set(shares(found, "value-chain-complementarity", "a", "b")) == {"bauxite next step metallurgy-refining"}
    assert set(shares(found, "value-chain-complementarity", "b", "a")) == {"aluminium previous step extraction"}


def test_a_step_may_lie_between_two_regions() -> None:
    # Concentrate goes to the smelter: extraction feeds processing feeds metallurgy, at 0.8 of both weights.
    # b and c are told apart from the direct step that nobody takes.
    found = landscape(
        regions("ab"),
        commodities("tin"),
        link("extraction", "feeds", "mineral-processing"),
        link("mineral-processing", "feeds", "metallurgy-refining"),
        site("a", "mine", "tin"),
        site("b", "refinery", "tin"),
    )
    part = found.measures["value-chain-complementarity"].parts(0, 1)[0]
    assert [iri.rsplit("/", 1)[-1] for iri in part.method] == [
        "extraction-feeds-mineral-processing",
        "mineral-processing-feeds-metallurgy-refining",
    ]


def test_deposits_do_not_travel() -> None:
    found = landscape(
        regions("ab"),
        commodities("tin"),
        link("exploration", "feeds", "extraction"),
        site("a", "mine", "tin"),
        "<facility-type/project> mg:impliesStage <stage/exploration> .",
        site("b", "project", "tin"),
    )
    assert value(found, "value-chain-complementarity", "b", "a") == 1.0
    assert value(found, "value-chain-complementarity", "a", "b") == 0.0


def test_declared_priorities_are_met_by_stages_and_by_experience() -> None:
    facts = (
        regions("abc"),
        "<theme/circular> skos:inScheme <theme> ; mg:servedByStage <stage/recycling> .",
        "<priority/a> mg:priorityOf <region/a> ; mg:theme <theme/circular> .",
        site("b", "recycling-plant"),
        takes_part("p", "c"),
        "<objective/p> mg:objectiveOf <project/p> ; mg:theme <theme/circular> .",
    )
    found = landscape(*facts)
    assert shares(found, "priorities-capacity-complementarity", "a", "b") == {"circular recycling": 1.0}
    assert shares(found, "priorities-experience-complementarity", "a", "c") == {"circular": 1.0}
    assert value(found, "priorities-experience-complementarity", "a", "b") == 0.0


def complete(where: str, facet: str, *limits: str) -> str:
    """A statement that a facet of a region is complete."""
    return (
        " ; ".join(
            (
                f"<completeness/{where}> mg:completeRegion <region/{where}>",
                f"mg:completeFacet <facet/{facet}>",
                *limits,
            )
        )
        + " ."
    )


@pytest.mark.parametrize(
    ("statement", "needs"),
    [
        ("", {"tin": "not documented", "tungsten": "not documented"}),
        (complete("a", "activities"), {"tin": "absent", "tungsten": "absent"}),
        (complete("a", "stages"), {"tin": "absent", "tungsten": "absent"}),
        (complete("b", "activities"), {"tin": "not documented", "tungsten": "not documented"}),
        (complete("land", "activities"), {"tin": "absent", "tungsten": "absent"}),
        (
            complete("a", "activities", "mg:completeCommodityGroup <commodity/tin>"),
            {"tin": "absent", "tungsten": "not documented"},
        ),
        (
            complete("a", "activities", "mg:completeStage <stage/extraction>"),
            {"tin": "not documented", "tungsten": "not documented"},
        ),
    ],
)
def test_a_need_is_absent_only_where_its_facet_is_complete(statement: str, needs: dict[str, str]) -> None:
    found = landscape(*CHAIN, "<region/a> mg:within <region/land> .", statement)
    parts = found.measures["value-chain-complementarity"].parts(0, 2)
    assert {part.concept[0].rsplit("/", 1)[-1]: part.need for part in parts} == needs


def test_what_a_complete_whole_has_elsewhere_is_not_absent_in_its_part() -> None:
    elsewhere = "<region/other> mg:within <region/land> . <region/a> mg:within <region/land> ." + site(
        "other", "refinery", "tin"
    )
    found = landscape(*CHAIN, elsewhere, complete("land", "activities"))
    parts = found.measures["value-chain-complementarity"].parts(0, 2)
    assert {part.concept[0].rsplit("/", 1)[-1]: part.need for part in parts} == {
        "tin": "not documented",
        "tungsten": "absent",
    }


def test_with_certain_only_absent_needs_count_and_the_whole_stays() -> None:
    facts = (*CHAIN, complete("a", "activities", "mg:completeCommodityGroup <commodity/tin>"))
    found = landscape(*facts, certain=True)
    tin = log(3) / (log(2) + log(3))
    assert shares(found, "value-chain-complementarity", "a", "c") == pytest.approx(
        {"tin next step metallurgy-refining": tin}
    )
    assert value(found, "value-chain-complementarity", "a", "c") == pytest.approx(tin)


def test_a_region_has_what_lies_within_it_and_is_never_paired_with_it() -> None:
    facts = (mining_region("whole"), mining_region("part", "middle"), "<region/middle> mg:within <region/whole> .")
    found = landscape(*facts, mining_region("apart"), has("part", ["tin"]))
    index = found.territory.index
    held = found.features["commodities"].held[:, 0]
    assert {name: bool(held[index[region(name)]]) for name in ("whole", "part", "apart")} == {
        "whole": True,
        "part": True,
        "apart": False,
    }
    assert found.territory.overlap[index[region("whole")], index[region("part")]]
    assert not found.territory.overlap[index[region("whole")], index[region("apart")]]


def test_regions_with_a_common_part_overlap() -> None:
    found = landscape(regions("ab"), "<region/shared> mg:within <region/a> , <region/b> .")
    assert found.territory.overlap.all()


def test_regions_within_each_other_in_a_circle_are_no_problem() -> None:
    found = landscape(mining_region("a", "b"), mining_region("b", "a"), has("a", ["tin"]))
    assert found.features["commodities"].held[:, 0].tolist() == [True, True]


def test_chance_finds_rare_agreement_unlikely_and_none_certain() -> None:
    # Twenty regions all have copper; a and b share four rarities beside it, c and d have one each of their own.
    names = "abcdefghijklmnopqrst"
    rare = ["w", "x", "y", "z"]
    facts = [regions(names), *(has(name, ["copper"]) for name in names), has("a", rare), has("b", rare)]
    found = landscape(*facts, has("c", ["v"]), has("d", ["u"]))
    similarity = found.measures["commodities-similarity"]
    assert isinstance(similarity, Similarity)
    chance = Chance(similarity)
    together, apart = chance.p_value(0, 1), chance.p_value(2, 3)
    assert together is not None
    assert apart is not None
    assert together < 0.2
    assert 0.6 < apart <= 1.0


def test_chance_says_nothing_of_regions_without_features() -> None:
    similarity = landscape(regions("ab"), has("a", ["tin"])).measures["commodities-similarity"]
    assert isinstance(similarity, Similarity)
    assert Chance(similarity).p_value(0, 1) is None


def test_values_of_an_empty_world_are_zero() -> None:
    found = landscape(regions("ab"))
    assert all(not measure.values(np.arange(2)).any() for measure in found.measures.values())


def test_a_world_without_regions_can_be_read() -> None:
    assert world().select("SELECT ?s WHERE { ?s a <urn:nothing> }").rows == ()
    assert landscape().territory.regions == ()
