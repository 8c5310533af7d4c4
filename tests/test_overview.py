"""The graph in numbers, and claims beside what is documented."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph import KnowledgeGraph
from minegraph.endpoint import Endpoint
from minegraph.files import Layout
from minegraph.overview import Comparison, Overview, overview
from minegraph.store import LocalStore
from minegraph.terms import ID, INFERRED, PREFIXES, SYNERGIES

NOTHING = Layout(Path(__file__).parent / "nothing")


@pytest.fixture(scope="module")
def shipped(shipped_store: LocalStore, shipped_root: Path) -> Overview:
    return overview(shipped_store, Layout(shipped_root))


def of_project(shipped: Overview, slug: str) -> dict[str, tuple[tuple[float, ...], int]]:
    """Measure -> what is claimed and documented."""
    project = f"{ID}project/{slug}"
    return {one.measure: (one.claimed, one.documented) for one in shipped.comparisons if one.project == project}


def test_things_are_counted_by_kind(tiny_store: LocalStore) -> None:
    counts = {one.words: one.count for one in overview(tiny_store, NOTHING).counts}
    assert (counts["mining regions"], counts["projects"], counts["networks"]) == (3, 2, 0)


def test_triples_graphs_and_sources_are_those_of_the_store(tiny_store: LocalStore) -> None:
    found, quads = overview(tiny_store, NOTHING), list(tiny_store.engine)
    source = ox.NamedNode(f"{PREFIXES['dcterms']}source")
    assert (found.triples, found.inferred, found.graphs, found.sources) == (
        len(quads),
        sum(quad.graph_name in (ox.NamedNode(INFERRED), ox.NamedNode(SYNERGIES)) for quad in quads),
        len(set(tiny_store.engine.named_graphs())),
        len({quad.object for quad in quads if quad.predicate == source}),
    )


def test_claims_stand_beside_what_is_documented(shipped: Overview) -> None:
    assert of_project(shipped, "remix")["Number of partners"] == ((9, 10), 9)


def test_claim_of_which_nothing_is_documented_is_not_left_out(shipped: Overview) -> None:
    assert of_project(shipped, "emrie") == {"Number of policy instruments": ((6,), 0)}


def test_comparison_tells_whether_a_claim_is_documented() -> None:
    agreeing, other = (Comparison("p", "P", "m", claims, 9, ("s",)) for claims in ((9, 10), (8,)))
    assert (agreeing.agrees, other.agrees) == (True, False)


def test_comparisons_have_the_name_people_use_and_sources(shipped: Overview) -> None:
    names = [one.name for one in shipped.comparisons]
    assert names == sorted(names, key=str.casefold)
    assert {"MIREU", "REMIX"} <= set(names)
    assert all(one.sources for one in shipped.comparisons)


def test_graph_without_the_question_compares_nothing(shipped_store: LocalStore) -> None:
    assert overview(shipped_store, NOTHING).comparisons == ()


def test_empty_graph_has_zeros() -> None:
    empty = overview(LocalStore(ox.Store()), NOTHING)
    assert (empty.triples, empty.graphs, {one.count for one in empty.counts}) == (0, 0, {0})


def test_endpoint_gives_the_same(tiny_store: LocalStore, endpoint: str) -> None:
    assert overview(Endpoint(endpoint), NOTHING) == overview(tiny_store, NOTHING)


def test_json_has_all(shipped: Overview) -> None:
    document = json.loads(shipped.json())
    assert document["triples"] == shipped.triples
    assert len(document["comparisons"]) == len(shipped.comparisons)


def test_graph_gives_its_overview(tiny_generation: Path, tiny_store: LocalStore) -> None:
    graph = KnowledgeGraph.open(tiny_generation.parents[2])
    assert graph.overview() == overview(tiny_store, graph.layout)
