"""The outcome of a validation, and its forms: a page for people, JSON, and a standard sh:ValidationReport."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count

import pyoxigraph as ox

from minegraph.pages import Cell, Link, Page, Paged, Prose, Table
from minegraph.places import Place
from minegraph.terms import PREFIXES, compress
from minegraph.validation.paths import Predicate, PropertyPath, describe_path, words
from minegraph.validation.shacl import RDF, SEVERITIES, SH, XSD
from minegraph.validation.triples import Term


@dataclass(frozen=True)
class Result:
    """One thing that is not as a shape wants it.

    `severity` is Violation (must), Warning (should) or Info (nice). `focus` is the resource; `path` and `value` say
    where and what, if the constraint is about values. `constraint` is the IRI of the shape, or of the nearest above
    that has one; `name` its sh:name; `component` the IRI of the constraint component. `graph` is the named graph that
    states it, where there is one. `message` says what to do, `problem` what is wrong; `places` say where, in a file
    that was handed in.
    """

    severity: str
    focus: Term
    path: PropertyPath | None
    value: Term | None
    message: str
    constraint: str
    name: str
    component: str
    graph: str | None = None
    problem: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, repr=False)
class Report(Paged):
    """The results of a validation, worst first, and the engine that ran: `minegraph` or `pyshacl`.

    `conforms` is true when there is no Violation; warnings and remarks do not stop anybody. (The standard says false as
    soon as there is any result; `turtle` follows the standard.) `notes` say, a sentence each, how the files were read.
    """

    conforms: bool
    results: tuple[Result, ...]
    engine: str
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result], engine: str, notes: Iterable[str] = ()) -> Report:
        """A report of these results, sorted, each once."""
        ordered = tuple(sorted(set(results), key=_order))
        return cls(all(result.severity != "Violation" for result in ordered), ordered, engine, tuple(notes))

    @property
    def counts(self) -> dict[str, int]:
        """Severity -> number of results, for all three severities."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def verdict(self) -> str:
        """The outcome in one sentence."""
        named = [f"{number} {_noun(severity, number)}" for severity, number in self.counts.items() if number]
        opening = "Conforms" if self.conforms else "Does not conform"
        return f"{opening}: {', '.join(named)}." if named else f"{opening}."

    def page(self) -> Page:
        """The report for people: the verdict, then one row per result."""
        rows = tuple(tuple(_cells(result)) for result in self.results)
        header = ("severity", "resource", "property", "value", "what to do", "constraint")
        return (Prose(self.verdict), Table(header, rows)) if rows else (Prose(self.verdict),)

    def json(self) -> str:
        """The report as JSON.

        `{"conforms", "engine", "counts": {"Violation", "Warning", "Info"}, "results": [{"severity", "focus", "path",
        "value", "message", "constraint", "name", "component", "graph"}]}`. `focus` and `value` are terms as in the
        SPARQL JSON results format (`{"type": "uri", "value": ...}`); `path` is the IRI of a property, or a SPARQL
        property path with CURIEs; what there is not is null.
        """
        results = [_result_json(result) for result in self.results]
        document = {"conforms": self.conforms, "engine": self.engine, "counts": self.counts, "results": results}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def turtle(self) -> str:
        """The report as a standard sh:ValidationReport. Its sh:conforms is true only when there is no result at all."""
        return _written(self._triples(), ox.RdfFormat.TURTLE, self._prefixes())

    def _triples(self) -> Iterator[ox.Triple]:
        report, nodes = ox.BlankNode("report"), (ox.BlankNode(f"n{number}") for number in count(1))
        yield _triple(report, f"{RDF}type", ox.NamedNode(f"{SH}ValidationReport"))
        yield _triple(report, f"{SH}conforms", ox.Literal(not self.results))
        for result in self.results:
            node = next(nodes)
            yield _triple(report, f"{SH}result", node)
            yield from _describe(result, node, nodes)

    def _prefixes(self) -> dict[str, str]:
        text = _written(self._triples(), ox.RdfFormat.N_TRIPLES, {})
        return {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}


def _written(triples: Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> str:
    buffer = BytesIO()
    ox.serialize(triples, buffer, form, prefixes=prefixes)
    return buffer.getvalue().decode()


def _order(result: Result) -> tuple[object, ...]:
    path = words(result.path) if result.path else ""
    rank = SEVERITIES.index(result.severity)
    return rank, str(result.focus), path, str(result.value), result.constraint, result.component, result.message


def _noun(severity: str, number: int) -> str:
    return severity.lower() if number == 1 or severity == "Info" else f"{severity.lower()}s"


def _cells(result: Result) -> Iterator[Cell]:
    yield result.severity
    yield _cell(result.focus)
    yield words(result.path) if result.path else ""
    yield _cell(result.value)
    yield result.message
    yield Link(compress(result.constraint), result.constraint) if result.constraint else ""


def _cell(term: Term | None) -> Cell:
    match term:
        case ox.NamedNode():
            return Link(compress(term.value), term.value)
        case ox.Literal():
            return term.value
        case _:
            return "" if term is None else str(term)


def _result_json(result: Result) -> dict[str, object]:
    return {
        "severity": result.severity,
        "focus": _term_json(result.focus),
        "path": _path_json(result.path),
        "value": None if result.value is None else _term_json(result.value),
        "message": result.message,
        "constraint": result.constraint,
        "name": result.name,
        "component": result.component,
        "graph": result.graph,
    }


def _path_json(path: PropertyPath | None) -> str | None:
    if path is None:
        return None
    return path.iri if isinstance(path, Predicate) else words(path)


def _term_json(term: Term) -> dict[str, object]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term_json(part) for name, part in parts.items()}}
        case ox.Literal(language=str() as language):
            return {"type": "literal", "value": term.value, "xml:lang": language}
    datatype = {} if term.datatype.value == f"{XSD}string" else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **datatype}


def _describe(result: Result, node: ox.BlankNode, nodes: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
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


def _triple(subject: ox.BlankNode, predicate: str, value: Term) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
