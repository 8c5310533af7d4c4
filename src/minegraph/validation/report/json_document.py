"""A report as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

import pyoxigraph as ox

from minegraph.places import Place
from minegraph.validation.paths import Predicate, PropertyPath, words
from minegraph.validation.report.finding import Finding
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.result import Result
from minegraph.validation.shacl import XSD
from minegraph.validation.triples import Term


def document(outcome: Outcome) -> str:
    """The report as JSON; `Report.json` says what is in it."""
    whole = {
        "conforms": outcome.conforms,
        "verdict": outcome.verdict,
        "engine": outcome.engine,
        "shapes": outcome.shapes_version or None,
        "notes": outcome.notes,
        "counts": outcome.counts,
        "findings": [_finding(finding) for finding in outcome.findings],
        "results": [_result(result) for result in outcome.results],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "problem": finding.problem,
        "message": finding.message,
        "path": _path(finding.path),
        "value": None if finding.value is None else _term(finding.value),
        "constraint": finding.constraint,
        "name": finding.name,
        "component": finding.component,
        "focuses": [_term(focus) for focus in finding.focuses],
        "places": [_place(place) for place in finding.places],
        "graphs": finding.graphs,
    }


def _result(result: Result) -> dict[str, object]:
    return {
        "severity": result.severity,
        "focus": _term(result.focus),
        "path": _path(result.path),
        "value": None if result.value is None else _term(result.value),
        "message": result.message,
        "constraint": result.constraint,
        "name": result.name,
        "component": result.component,
        "graph": result.graph,
    }


def _place(place: Place) -> dict[str, object]:
    return {name: value for name, value in asdict(place).items() if value} | (
        {"cell": place.cell} if place.cell else {}
    )


def _path(path: PropertyPath | None) -> str | None:
    if path is None:
        return None
    return path.iri if isinstance(path, Predicate) else words(path)


def _term(term: Term) -> dict[str, object]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
        case ox.Literal(language=str() as language):
            return {"type": "literal", "value": term.value, "xml:lang": language}
    datatype = {} if term.datatype.value == f"{XSD}string" else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **datatype}
