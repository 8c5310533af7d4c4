"""The catalogue against the official shapes of DCAT-AP 3.0, where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import SH

from minegraph.datasets import catalogue, server_at
from minegraph.statistics import statistics
from minegraph.store import LocalStore
from minegraph.turtle import write_turtle

SHAPES = Path(os.environ.get("CONFORMANCE", Path(__file__).parents[2] / "shared" / "conformance"))
UNKNOWN = {"http://purl.org/dc/terms/temporal", "http://purl.org/dc/terms/type"}  # no dates, no kind of publisher given


def failing(turtle: str, name: str) -> set[str]:
    """The properties of which the shapes in a file say that they are missing or wrong."""
    path = SHAPES / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    data, shapes = rdflib.Graph().parse(data=turtle), rdflib.Graph().parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return {str(path) for path in report.objects(None, SH.resultPath)}


@pytest.fixture(scope="module")
def served(shipped_store: LocalStore) -> str:
    """The catalogue of a server."""
    return write_turtle(catalogue(shipped_store, statistics(shipped_store), server_at("http://127.0.0.1:8017")))


def test_catalogue_of_a_server_has_all_that_dcat_ap_wants(served: str) -> None:
    assert failing(served, "dcat-ap-3.0.0-shapes.ttl") == set()


def test_catalogue_of_a_server_has_what_dcat_ap_recommends(served: str) -> None:
    assert failing(served, "dcat-ap-3.0.0-shapes-recommended.ttl") <= UNKNOWN


def test_official_shapes_find_what_is_missing(served: str) -> None:
    wanting = served.replace("dcat:accessURL", "dcat:landingPage")
    assert failing(wanting, "dcat-ap-3.0.0-shapes.ttl") == {"http://www.w3.org/ns/dcat#accessURL"}
