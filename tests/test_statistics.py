"""The graph in numbers, counted in the store and over a real endpoint."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from minegraph.endpoint import Endpoint
from minegraph.statistics import Statistics, statistics
from minegraph.store import LocalStore
from minegraph.terms import INFERRED, MG


@pytest.fixture(params=["store", "endpoint"], scope="module")
def counted(request: pytest.FixtureRequest, tiny_store: LocalStore) -> Statistics:
    return statistics(tiny_store if request.param == "store" else Endpoint(request.getfixturevalue("endpoint")))


def test_every_triple_is_counted_once(counted: Statistics, tiny_store: LocalStore) -> None:
    triples = {quad.triple for quad in tiny_store.engine}
    assert counted.triples == len(triples)
    assert counted.subjects == len({triple.subject for triple in triples})
    assert counted.objects == len({triple.object for triple in triples})
    assert sum(counted.graphs.values()) == len(tiny_store.engine)
    assert INFERRED in counted.graphs


def test_classes_have_their_instances_and_properties(counted: Statistics, tiny_store: LocalStore) -> None:
    sites = next(one for one in counted.classes if one.iri == f"{MG}Site")
    things = tiny_store.select(f"SELECT DISTINCT ?thing WHERE {{ ?thing a <{MG}Site> }}").rows
    assert (sites.label, sites.instances) == ("site", len(things))
    assert sites.properties[f"{MG}facilityType"] == len(things)
    assert list(sites.properties.values()) == sorted(sites.properties.values(), reverse=True)


def test_properties_come_most_used_first(counted: Statistics) -> None:
    uses = [one.triples for one in counted.properties]
    assert uses == sorted(uses, reverse=True)
    assert all(one.triples >= one.objects > 0 and one.triples >= one.subjects > 0 for one in counted.properties)


def test_json_has_what_an_editor_completes(counted: Statistics) -> None:
    said = json.loads(counted.json())
    assert said["prefixes"]["mg"] == MG
    commodity = next(one for one in said["properties"] if one["curie"] == "mg:commodity")
    assert commodity["label"] == "commodity"
    assert commodity["iri"] == f"{MG}commodity"
    sites = next(one for one in said["classes"] if one["curie"] == "mg:Site")
    assert "mg:commodity" in sites["properties"]


def test_an_empty_graph_has_no_terms() -> None:
    assert statistics(LocalStore(ox.Store())) == Statistics(0, 0, 0, (), (), {})
