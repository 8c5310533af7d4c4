"""The network of projects, organisations, networks, regions and sites."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from minegraph.endpoint import Endpoint
from minegraph.errors import NotFoundError
from minegraph.network import LINKS, NODE_KINDS, Edge, Network, Node, network
from minegraph.store import LocalStore
from minegraph.terms import ID, MG

LAPLAND, SILESIA = f"{ID}region/FI1D7", f"{ID}region/PL51"
ORE, ALLOY = f"{ID}project/ore", f"{ID}project/alloy"
SURVEY = f"{ID}organisation/north-survey"


def slugs(found: Network, distance: int) -> set[str]:
    return {node.iri.removeprefix(ID) for node in found.nodes if node.distance == distance}


def said(found: Network) -> set[tuple[str, str, str]]:
    """The edges, with slugs."""
    return {(one.origin.removeprefix(ID), one.words, one.target.removeprefix(ID)) for one in found.edges}


@pytest.fixture(scope="module")
def around_ore(tiny_store: LocalStore) -> Network:
    return network(tiny_store, [ORE])


def test_neighbours_are_what_statements_link(around_ore: Network) -> None:
    assert slugs(around_ore, 0) == {"project/ore"}
    assert slugs(around_ore, 1) == {"project/alloy", "organisation/junta", "organisation/north-survey", "region/PL51"}


def test_edges_say_how_things_are_linked_also_among_the_neighbours(around_ore: Network) -> None:
    assert said(around_ore) >= {
        ("organisation/junta", "takes part in (partner)", "project/ore"),
        ("organisation/north-survey", "takes part in (coordinator)", "project/ore"),
        ("project/ore", "involves", "region/PL51"),
        ("project/alloy", "continues", "project/ore"),
        ("organisation/north-survey", "takes part in (partner)", "project/alloy"),
    }


def test_edge_has_the_resource_that_states_it(around_ore: Network) -> None:
    words, evidence = "takes part in (coordinator)", (f"{ID}participation/ore-north-survey",)
    assert Edge(SURVEY, ORE, words, evidence) in around_ore.edges


def test_node_has_its_name_label_and_kind(around_ore: Network) -> None:
    assert around_ore.nodes[0] == Node(ORE, "ORE", "Ore regions together", "project", f"{MG}Project", "project", 0)


def test_two_links_away_is_further(tiny_store: LocalStore) -> None:
    found = network(tiny_store, [ORE], depth=2)
    assert {"region/FI1D7", "region/ES61"} <= slugs(found, 2)


def test_around_several_things_is_around_each(tiny_store: LocalStore) -> None:
    both = network(tiny_store, [ORE, LAPLAND])
    apart = [network(tiny_store, [iri]) for iri in (ORE, LAPLAND)]
    assert {node.iri for node in both.nodes} == {node.iri for one in apart for node in one.nodes}


def test_region_around_a_region_is_the_one_it_is_directly_in(tiny_store: LocalStore) -> None:
    edges = said(network(tiny_store, [LAPLAND]))
    assert [edge for edge in edges if edge[:2] == ("region/FI1D7", "part of")] == [
        ("region/FI1D7", "part of", "region/FI1D")
    ]


def test_what_is_left_out_is_counted(tiny_store: LocalStore, around_ore: Network) -> None:
    found = network(tiny_store, [ORE], limit=1)
    assert (len(found.nodes), found.omitted, found.complete) == (2, len(around_ore.nodes) - 2, False)
    assert around_ore.complete


def test_best_linked_neighbour_stays(tiny_store: LocalStore) -> None:
    found = network(tiny_store, [ORE, ALLOY], limit=1)
    assert slugs(found, 1) == {"organisation/north-survey"}


def test_kinds_are_passed_over_that_one_does_not_want(tiny_store: LocalStore) -> None:
    found = network(tiny_store, [ORE], kinds=["organisation", "project"])
    assert slugs(found, 1) == {"project/alloy", "organisation/junta", "organisation/north-survey"}


def test_public_bodies_are_organisations_and_mining_regions_regions(shipped_store: LocalStore) -> None:
    found = network(shipped_store, [f"{ID}project/mireu"], kinds=["organisation", "region"])
    groups = {(node.kind, node.group) for node in found.nodes}
    assert groups >= {("public body", "organisation"), ("mining region", "region"), ("region", "region")}


def test_unknown_kind_names_those_there_are(tiny_store: LocalStore) -> None:
    with pytest.raises(NotFoundError, match="Use region, project, organisation, network, site"):
        network(tiny_store, [ORE], kinds=["regions"])


def test_edges_lead_from_node_to_node(shipped_store: LocalStore) -> None:
    for limit in (0, 5, 80):
        found = network(shipped_store, [f"{ID}project/mireu"], depth=2, limit=limit)
        iris = {node.iri for node in found.nodes}
        assert {end for edge in found.edges for end in (edge.origin, edge.target)} <= iris
        assert len(found.nodes) <= limit + 1


def test_nodes_are_of_the_kinds_that_one_walks(shipped_store: LocalStore) -> None:
    found = network(shipped_store, [f"{ID}region/ES61"], depth=2)
    assert {node.kind_iri for node in found.nodes} <= set(NODE_KINDS)
    assert all(node.group for node in found.nodes)


@pytest.mark.parametrize("words", [link.words for link in LINKS])
def test_every_kind_of_link_occurs(shipped_store: LocalStore, words: str) -> None:
    walked = ("project/mireu", "project/remix", "network/s3p-mining", "region/FI1D7", "region/ES61", "project/commer")
    found = network(shipped_store, [f"{ID}{slug}" for slug in walked], depth=2, limit=400)
    assert any(edge.words.startswith(words) for edge in found.edges)


def test_mutual_link_is_one_edge(shipped_store: LocalStore) -> None:
    found = network(shipped_store, [f"{ID}project/mireu"])
    pairs = [frozenset((edge.origin, edge.target)) for edge in found.edges if edge.words == "related to"]
    assert len(pairs) == len(set(pairs))


def test_thing_without_links_stands_alone() -> None:
    engine = ox.Store()
    found = network(LocalStore(engine), [ORE], depth=2)
    assert ([node.iri for node in found.nodes], found.edges, found.complete) == ([ORE], (), True)


def test_endpoint_gives_the_same(tiny_store: LocalStore, endpoint: str, around_ore: Network) -> None:
    assert network(Endpoint(endpoint), [ORE]) == around_ore


def test_json_has_nodes_and_edges(around_ore: Network) -> None:
    document = json.loads(around_ore.json())
    assert (len(document["nodes"]), len(document["edges"])) == (len(around_ore.nodes), len(around_ore.edges))
    assert (document["omitted"], document["complete"]) == (0, True)
