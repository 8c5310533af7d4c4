"""The reference engine, pySHACL: slow, and right about every part of SHACL Core and SHACL-SPARQL.

It looks at an explicit data graph and an explicit shapes graph: no inference, no rules, no JavaScript, no imports.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.paths import PropertyPath, read_path
from minegraph.validation.report import Result
from minegraph.validation.shacl import RDF, SEVERITIES, SH, component_iri
from minegraph.validation.shapes import Constraint, Shape, Shapes, english_first
from minegraph.validation.triples import Node, Term, Triples
from minegraph.validation.wording import Failed, problem

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as RdflibNode


def reference_results(data: DataGraph, shapes: Shapes) -> Iterator[Result]:
    """The results of pySHACL, in no particular order. Raises CheckError when it does not accept the shapes."""
    report = Triples(_report(data.triples(), shapes.triples))
    for subject in report.subjects():
        if ox.NamedNode(f"{SH}ValidationReport") in report.objects(subject, f"{RDF}type"):
            for result in report.objects(subject, f"{SH}result"):
                yield _result(result, report, shapes, data)


def _report(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> list[ox.Triple]:
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _, graph, text = pyshacl.validate(
                _rdflib_graph(data),
                shacl_graph=_rdflib_graph(shapes),
                inference="none",
                advanced=False,
                js=False,
                do_owl_imports=False,
                inplace=True,
            )
        except (ReportableRuntimeError, ShapeLoadError, re.error, RecursionError) as error:
            raise CheckError(f"The shapes cannot be used: {error}") from error
    if isinstance(graph, ValidationFailure):
        raise CheckError(f"The shapes cannot be used: {text.strip()}")
    return [_triple(*triple) for triple in graph]


def _rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)))
    return graph


def _to_rdflib(term: Term) -> RdflibNode:
    import rdflib

    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal(language=str() as language):
            return rdflib.Literal(term.value, lang=language)
        case ox.Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise CheckError("Triple terms cannot be validated. Write plain RDF 1.1.")


def _triple(subject: RdflibNode, predicate: RdflibNode, value: RdflibNode) -> ox.Triple:
    return ox.Triple(_node_from_rdflib(subject), ox.NamedNode(str(predicate)), _from_rdflib(value))


def _from_rdflib(node: RdflibNode) -> Node | ox.Literal:
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    return _node_from_rdflib(node)


def _node_from_rdflib(node: RdflibNode) -> Node:
    import rdflib

    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else ox.NamedNode(str(node))


def _result(node: Term, report: Triples, shapes: Shapes, data: DataGraph) -> Result:
    values = {name: report.one(node, f"{SH}{name}") for name in ("focusNode", "value", "resultPath", "sourceShape")}
    focus, value, path = values["focusNode"], values["value"], values["resultPath"]
    if focus is None:
        raise CheckError("pySHACL reported a result without a focus node.")
    source = values["sourceShape"]
    shape = shapes.by_node.get(source) if isinstance(source, ox.NamedNode | ox.BlankNode) else None
    walked, component = _path(path, report), _iri(report.one(node, f"{SH}sourceConstraintComponent"))
    failed = Failed(_constraint(shape, component), shape.name if shape else "", walked, value)
    return Result(
        severity=_severity(report.one(node, f"{SH}resultSeverity")),
        focus=focus,
        path=walked,
        value=value,
        message=_message(report.objects(node, f"{SH}resultMessage")),
        constraint=shape.iri if shape else "",
        name=shape.name if shape else "",
        component=component,
        graph=data.graph_of(focus, _iri(path) or None, value),
        problem=problem(failed, shapes.by_node),
    )


def _constraint(shape: Shape | None, component: str) -> Constraint | None:
    """The constraint of a shape that a component stands for; None when several do, or one that is not of the Core."""
    found = [one for one in shape.constraints if component_iri(one.parameter) == component] if shape else []
    return found[0] if len(found) == 1 else None


def _path(term: Term | None, report: Triples) -> PropertyPath | None:
    try:
        return None if term is None else read_path(term, report)
    except ValueError as error:
        raise CheckError(f"The shapes cannot be used: {error}.") from error


def _severity(term: Term | None) -> str:
    name = _iri(term).removeprefix(SH)
    return name if name in SEVERITIES else "Violation"


def _message(terms: list[Term]) -> str:
    literals = [term for term in terms if isinstance(term, ox.Literal)]
    return min(literals, key=english_first).value if literals else ""


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
