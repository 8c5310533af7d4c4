"""Property paths: read from SHACL, written as SPARQL, as words, and as RDF again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.terms import compress
from minegraph.validation.shacl import RDF, SH
from minegraph.validation.triples import NIL, Node, Term, Triples

MAX_DEPTH = 64

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_MARKS = {sign: name for name, sign in _REPEATED.items()}


@dataclass(frozen=True)
class Predicate:
    """One step along a property."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """A path walked backwards."""

    path: PropertyPath


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other."""

    parts: tuple[PropertyPath, ...]


@dataclass(frozen=True)
class Alternative:
    """Any of several paths."""

    parts: tuple[PropertyPath, ...]


@dataclass(frozen=True)
class Repeated:
    """A path any number of times: `*` zero or more, `+` one or more, `?` at most one."""

    path: PropertyPath
    sign: str


PropertyPath = Predicate | Inverse | Sequence | Alternative | Repeated
Name = Callable[[str], str]


def properties(path: PropertyPath | None) -> tuple[str, ...]:
    """The properties that a path of one step, or of alternatives of one step, leads along from a node."""
    match path:
        case Predicate(iri):
            return (iri,)
        case Alternative(parts):
            return tuple(part.iri for part in parts if isinstance(part, Predicate))
    return ()


def read_path(node: Term, graph: Triples, depth: int = 0) -> PropertyPath:
    """The path that a node of a shapes graph stands for; ValueError when it is not a well-formed one."""
    if isinstance(node, ox.NamedNode):
        return Predicate(node.value)
    if depth > MAX_DEPTH:
        raise ValueError(f"a property path is nested deeper than {MAX_DEPTH}")
    names = [name.removeprefix(SH) for name in graph.predicates(node) if name.startswith(SH)]
    if f"{RDF}first" in graph.predicates(node) and not names:
        return Sequence(_parts(node, graph, depth))
    match names:
        case ["inversePath"]:
            return Inverse(read_path(graph.objects(node, f"{SH}inversePath")[0], graph, depth + 1))
        case ["alternativePath"]:
            return Alternative(_parts(graph.objects(node, f"{SH}alternativePath")[0], graph, depth))
        case [name] if name in _REPEATED:
            return Repeated(read_path(graph.objects(node, f"{SH}{name}")[0], graph, depth + 1), _REPEATED[name])
    raise ValueError(f"{node} is not a property path")


def _parts(head: Term, graph: Triples, depth: int) -> tuple[PropertyPath, ...]:
    parts = tuple(read_path(member, graph, depth + 1) for member in graph.members(head))
    if not parts[1:]:
        raise ValueError("a property path with less than two parts")
    return parts


def sparql(path: PropertyPath) -> str:
    """The path in SPARQL.

    >>> sparql(Sequence((Inverse(Predicate("urn:a")), Repeated(Predicate("urn:b"), "*"))))
    '(^<urn:a>/<urn:b>*)'
    """
    return _text(path, lambda iri: f"<{iri}>")


def words(path: PropertyPath) -> str:
    """The path for people, with CURIEs where there are any.

    >>> words(Alternative((Predicate("http://www.w3.org/2004/02/skos/core#prefLabel"), Predicate("urn:b"))))
    '(skos:prefLabel|<urn:b>)'
    """
    return _text(path, _short)


def _short(iri: str) -> str:
    curie = compress(iri)
    return curie if curie != iri else f"<{iri}>"


def _text(path: PropertyPath, name: Name) -> str:
    match path:
        case Predicate(iri):
            return name(iri)
        case Inverse(inner):
            return f"^{_text(inner, name)}" if isinstance(inner, Predicate) else f"^({_text(inner, name)})"
        case Repeated(inner, sign):
            text = _text(inner, name)
            return f"({text}){sign}" if isinstance(inner, Inverse | Repeated) else f"{text}{sign}"
        case Sequence(parts):
            return f"({'/'.join(_text(part, name) for part in parts)})"
        case Alternative(parts):
            return f"({'|'.join(_text(part, name) for part in parts)})"


def describe_path(path: PropertyPath, nodes: Iterator[ox.BlankNode]) -> tuple[Node, list[ox.Triple]]:
    """The path as SHACL writes it: its node, and the triples that describe that node. Blank nodes come from `nodes`."""
    match path:
        case Predicate(iri):
            return ox.NamedNode(iri), []
        case Inverse(inner):
            return _describe_one("inversePath", inner, nodes)
        case Repeated(inner, sign):
            return _describe_one(_MARKS[sign], inner, nodes)
        case Sequence(parts):
            return _describe_list(parts, nodes)
        case Alternative(parts):
            head, triples = _describe_list(parts, nodes)
            node = next(nodes)
            return node, [ox.Triple(node, ox.NamedNode(f"{SH}alternativePath"), head), *triples]


def _describe_one(name: str, inner: PropertyPath, nodes: Iterator[ox.BlankNode]) -> tuple[Node, list[ox.Triple]]:
    node = next(nodes)
    target, triples = describe_path(inner, nodes)
    return node, [ox.Triple(node, ox.NamedNode(f"{SH}{name}"), target), *triples]


def _describe_list(parts: tuple[PropertyPath, ...], nodes: Iterator[ox.BlankNode]) -> tuple[Node, list[ox.Triple]]:
    heads: list[Node] = [next(nodes) for _ in parts]
    triples: list[ox.Triple] = []
    for head, rest, part in zip(heads, [*heads[1:], NIL], parts, strict=True):
        target, inner = describe_path(part, nodes)
        triples += [
            ox.Triple(head, ox.NamedNode(f"{RDF}first"), target),
            ox.Triple(head, ox.NamedNode(f"{RDF}rest"), rest),
            *inner,
        ]
    return heads[0], triples
