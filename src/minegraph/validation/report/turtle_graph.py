"""A report as a standard sh:ValidationReport."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count

import pyoxigraph as ox

from minegraph.terms import PREFIXES
from minegraph.validation.paths import describe_path
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.result import Result
from minegraph.validation.shacl import RDF, RDFS, SH
from minegraph.validation.triples import Term

_DCTERMS, _PROV = PREFIXES["dcterms"], PREFIXES["prov"]


def document(outcome: Outcome) -> str:
    """The report as Turtle; its sh:conforms is true only when there is no result at all."""
    text = _written(_triples(outcome), ox.RdfFormat.N_TRIPLES, {})
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
    return _written(_triples(outcome), ox.RdfFormat.TURTLE, used)


def _triples(outcome: Outcome) -> Iterator[ox.Triple]:
    report, nodes = ox.BlankNode("report"), (ox.BlankNode(f"n{number}") for number in count(1))
    yield _triple(report, f"{RDF}type", ox.NamedNode(f"{SH}ValidationReport"))
    yield _triple(report, f"{SH}conforms", ox.Literal(not outcome.results))
    if outcome.shapes_version:
        yield _triple(report, f"{_PROV}wasDerivedFrom", ox.NamedNode(outcome.shapes_version))
    for result in outcome.results:
        node = next(nodes)
        yield _triple(report, f"{SH}result", node)
        yield from _result(result, node, nodes)
        yield from _beyond_the_standard(result, node, nodes)


def _result(result: Result, node: ox.BlankNode, nodes: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
    yield _triple(node, f"{RDF}type", ox.NamedNode(f"{SH}ValidationResult"))
    yield _triple(node, f"{SH}resultSeverity", ox.NamedNode(f"{SH}{result.severity}"))
    yield _triple(node, f"{SH}focusNode", result.focus)
    if result.path:
        path, described = describe_path(result.path, nodes)
        yield _triple(node, f"{SH}resultPath", path)
        yield from described
    if result.value is not None:
        yield _triple(node, f"{SH}value", result.value)
    yield _triple(node, f"{SH}resultMessage", ox.Literal(result.message))
    if result.constraint:
        yield _triple(node, f"{SH}sourceShape", ox.NamedNode(result.constraint))
    yield _triple(node, f"{SH}sourceConstraintComponent", ox.NamedNode(result.component))


def _beyond_the_standard(result: Result, node: ox.BlankNode, nodes: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
    """What is wrong in words, and where, in other vocabularies."""
    if result.problem:
        yield _triple(node, f"{_DCTERMS}description", ox.Literal(result.problem, language="en"))
    for place in result.places:
        location = next(nodes)
        yield _triple(node, f"{_PROV}atLocation", location)
        yield _triple(location, f"{RDF}type", ox.NamedNode(f"{_PROV}Location"))
        yield _triple(location, f"{RDFS}label", ox.Literal(str(place), language="en"))


def _written(triples: Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> str:
    buffer = BytesIO()
    ox.serialize(triples, buffer, form, prefixes=prefixes)
    return buffer.getvalue().decode()


def _triple(subject: ox.BlankNode, predicate: str, value: Term) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
