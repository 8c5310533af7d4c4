"""Both validation engines on the same small texts."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from minegraph.validation.checker import Checker
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.paths import words
from minegraph.validation.reference import reference_results
from minegraph.validation.report import Result
from minegraph.validation.shapes import read_shapes
from minegraph.validation.targets import Targets

EXAMPLE = "https://example.org/"
PREFIXES = f"""
@prefix : <{EXAMPLE}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Finding = tuple[str, str, str, str, str, str]


def parse(text: str) -> list[ox.Quad]:
    """The triples of Turtle text that uses the prefixes above."""
    return list(ox.parse(PREFIXES + text, ox.RdfFormat.TURTLE))


def twice(quads: list[ox.Quad]) -> ox.Store:
    """A store in which every triple stands in two named graphs."""
    store = ox.Store()
    for name in (ox.NamedNode("urn:graph:1"), ox.NamedNode("urn:graph:2")):
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads)
    return store


def set_based(data: DataGraph, shapes_text: str) -> list[Result]:
    """The results of the set-based engine."""
    shapes = read_shapes(parse(shapes_text))
    assert not shapes.unknown
    return list(Checker(data, shapes, Targets(data)).results())


def both(shapes_text: str, quads: list[ox.Quad]) -> tuple[set[Finding], set[Finding]]:
    """What the set-based engine and pySHACL find."""
    data = DataGraph(twice(quads))
    reference = reference_results(data, read_shapes(parse(shapes_text)))
    return findings(set_based(data, shapes_text)), findings(reference)


def findings(results: Iterable[Result]) -> set[Finding]:
    """What the engines have to agree on: severity, focus node, path, value, shape and component."""
    return {
        (
            result.severity,
            str(result.focus),
            words(result.path) if result.path else "",
            str(result.value),
            result.constraint,
            result.component.rpartition("#")[2],
        )
        for result in results
    }


def focus_names(found: set[Finding]) -> set[str]:
    """The local names of the focus nodes."""
    return {focus.strip("<>").removeprefix(EXAMPLE) for _, focus, *_ in found}
