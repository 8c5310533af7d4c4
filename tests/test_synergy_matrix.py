"""All mining regions against all others, and one region's candidates with the values that are weighed."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from minegraph import KnowledgeGraph
from minegraph.errors import NotFoundError
from minegraph.pages import plain
from minegraph.store import LocalStore
from minegraph.synergy import DEFAULT_PROFILE, Landscapes, rankings, synergies
from minegraph.synergy.candidates import Candidates, candidates
from minegraph.synergy.mapping import weighing
from minegraph.synergy.matrix import COLUMNS, Matrix, matrix
from minegraph.synergy_matrix import SynergyMatrix
from minegraph.terms import SYNERGIES
from synergy_worlds import facets, region

PROFILES = ("consortium", "learning", "supply-chain")
LAPLAND = region("FI1D7")


@pytest.fixture(scope="module")
def landscapes(shipped_store: LocalStore) -> Landscapes:
    return Landscapes(shipped_store, facets())


@pytest.fixture(scope="module")
def graph(tiny_generation: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(tiny_generation.parents[2])


@pytest.fixture(scope="module")
def tiny_matrix(graph: KnowledgeGraph) -> SynergyMatrix:
    return graph.synergy_matrix()


@pytest.mark.parametrize("profile", PROFILES)
def test_matrix_holds_the_scores_of_all_rankings(
    shipped_store: LocalStore, landscapes: Landscapes, profile: str
) -> None:
    found: dict[str, list[tuple[str, float]]] = {}
    for iri, _, partner, _, _, score, _ in matrix(shipped_store, landscapes, profile=profile).rows():
        found.setdefault(iri, []).append((partner, score))
    for seeker, ranked in rankings(shipped_store, profile=profile, facets=facets()):
        assert found.get(seeker, []) == [(partner, score) for partner, score in ranked if score > 0]


def test_matrix_is_the_same_in_small_blocks(
    shipped_store: LocalStore, landscapes: Landscapes, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = matrix(shipped_store, landscapes).to_dict()
    monkeypatch.setattr("minegraph.synergy.matrix.BLOCK", 7)
    assert matrix(shipped_store, landscapes).to_dict() == whole


def test_regions_that_share_territory_have_no_score(shipped_store: LocalStore, landscapes: Landscapes) -> None:
    found = matrix(shipped_store, landscapes)
    at = {one.iri: position for position, one in enumerate(found.regions)}
    assert math.isnan(found.scores[at[LAPLAND], at[LAPLAND]])
    assert math.isnan(found.scores[at[region("ES61")], at[region("ES615")]])
    assert found.scores[at[LAPLAND], at[region("ES61")]] > 0


def test_coverage_of_a_pair_is_that_of_its_synergy(shipped_store: LocalStore, landscapes: Landscapes) -> None:
    found = matrix(shipped_store, landscapes)
    ranked = synergies(shipped_store, LAPLAND, landscapes=landscapes, top=None).synergies
    coverage = {partner: share for iri, _, partner, *_, share in found.rows() if iri == LAPLAND}
    assert coverage == {one.partner.iri: one.coverage.share for one in ranked}


def test_own_weights_and_certainty_are_used_and_said(shipped_store: LocalStore, landscapes: Landscapes) -> None:
    found = matrix(shipped_store, landscapes, weights={"commodities-similarity": 0.5}, certain=True).to_dict()
    assert (found["changed"], found["certain"]) == ({"commodities-similarity": 0.5}, True)
    with pytest.raises(NotFoundError, match="Did you mean 'learning'"):
        matrix(shipped_store, landscapes, profile="learnin")


def weighed(found: Candidates, weights: dict[str, float]) -> list[tuple[str, float]]:
    """The ranking as a browser makes it: plain sums in double precision, rounded half to even."""
    names = sorted(weights)
    places = [found.components.index(name) for name in names]
    scores = [(one.region.iri, _score([one.values[at] for at in places], names, weights)) for one in found.candidates]
    return sorted(((iri, score) for iri, score in scores if score > 0), key=lambda one: (-one[1], one[0]))


def _score(values: Sequence[float], names: Sequence[str], weights: dict[str, float]) -> float:
    total = 0.0
    for value, name in zip(values, names, strict=True):
        total += weights[name] * value
    return float(round(total * 1e12)) / 1e12


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize(
    "own",
    [
        {},
        {"commodities-similarity": 0.35},
        {"activities-similarity": 1.0, "projects-tie": 0.3},
        {"value-chain-complementarity": 0},
        {"programmes-feasibility": 0.0123456789, "networks-tie": -0.7, "stages-similarity": 1 / 3},
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_candidates_weighed_by_anybody_rank_as_synergies_does(
    shipped_store: LocalStore, landscapes: Landscapes, profile: str, own: dict[str, float], certain: bool
) -> None:
    landscape = landscapes.of(certain=certain)
    chosen = weighing(landscape, profile, own)
    for where in (LAPLAND, region("ES61"), region("UKK3")):
        ranking = landscape.rankings(np.array([landscape.territory.index[where]]), chosen)[0]
        partners = [landscape.territory.regions[partner] for partner in ranking.useful]
        scores = sorted((score for score in ranking.scores.tolist() if score > 0), reverse=True)
        found = candidates(shipped_store, landscapes, where, certain=certain)
        assert weighed(found, chosen.weights) == list(zip(partners, scores, strict=True))


def test_candidates_in_json_have_a_value_for_every_component(graph: KnowledgeGraph) -> None:
    found = json.loads(json.dumps(graph.synergy_candidates("Lapland").to_dict()))
    assert found["region"]["iri"] == LAPLAND
    assert {len(one["values"]) for one in found["candidates"]} == {len(found["components"])}
    assert found["components"] == sorted(found["components"])


def test_candidates_of_an_unknown_region_are_not_found(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'Lapland'"):
        graph.synergy_candidates("Laplnd")


def test_matrix_in_every_form_has_every_pair(tiny_matrix: SynergyMatrix) -> None:
    pairs = list(tiny_matrix.matrix.rows())
    rows = list(csv.reader(StringIO(tiny_matrix.written("csv").decode())))
    assert rows == [list(COLUMNS), *([str(cell) for cell in row] for row in pairs)]
    assert len(tiny_matrix.to_pandas()) == len(pairs)
    book = load_workbook(BytesIO(tiny_matrix.written("xlsx")))
    assert [sheet.title for sheet in book.worksheets] == ["Matrix", "Pairs", "About"]
    assert book["Pairs"].max_row == 1 + len(pairs)
    assert book["Matrix"].max_row == 1 + len(tiny_matrix.matrix.regions)
    said = json.loads(tiny_matrix.written("json"))
    assert len(said["scores"]) == len(said["regions"]) == len(said["coverage"])
    assert sum(score is not None and score > 0 for row in said["scores"] for score in row) == len(pairs)


def test_linked_data_of_the_matrix_is_what_the_graph_holds(tiny_matrix: SynergyMatrix, tiny_store: LocalStore) -> None:
    found = {quad.triple for quad in ox.parse(tiny_matrix.written("jsonld"), format=ox.RdfFormat.JSON_LD)}
    held = {quad.triple for quad in tiny_store.engine.quads_for_pattern(None, None, None, ox.NamedNode(SYNERGIES))}
    assert found == {triple for triple in held if f"/synergy/{DEFAULT_PROFILE}/" in str(triple.subject)}


def test_linked_data_of_own_weights_has_a_profile_of_its_own(graph: KnowledgeGraph) -> None:
    found = graph.synergy_matrix(weights={"commodities-similarity": 0.5}, certain=True).to_jsonld()
    assert "mgid:profile/consortium+commodities-similarity=0.5+certain" in found
    assert 'mgid:profile/consortium"' in found
    assert "minegraph-synergy-1-certain" in found


def test_page_lists_the_best_partners_of_each_region(tiny_matrix: SynergyMatrix) -> None:
    assert "Lapland (FI)" in plain.text(tiny_matrix.page())


def test_an_empty_matrix_has_no_rows(tiny_matrix: SynergyMatrix) -> None:
    found = Matrix((), tiny_matrix.matrix.landscape, tiny_matrix.matrix.profile)
    assert (list(found.rows()), found.scores.shape) == ([], (0, 0))
