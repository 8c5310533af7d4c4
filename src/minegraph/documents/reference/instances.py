"""An example of every term: a thing of a class, a statement with a property."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from minegraph.labels import labels_of, values
from minegraph.pages import Link, Piece
from minegraph.store import Source, Term

_SHORT = 60


def examples(
    source: Source, classes: Iterable[str], properties: Iterable[str], chosen: Mapping[str, str]
) -> dict[str, list[Piece]]:
    """Term -> the pieces of its example, for terms that are in use; `chosen` says which things are best for classes."""
    things = {kind: thing.value for kind, thing in _first(source, "class", "?thing a ?class", classes).items()}
    for kind, thing in _typed(source, chosen).items():
        things[kind] = thing
    subjects = _first(source, "property", "?thing ?property ?value", properties)
    statements = _statements(source, {prop: thing.value for prop, thing in subjects.items()})
    iris = {term.value for pair in statements.values() for term in pair if isinstance(term, NamedNode)}
    labels = labels_of(source, iris | set(things.values()))
    found: dict[str, list[Piece]] = {kind: [Link(labels[thing], thing)] for kind, thing in things.items()}
    for prop, pair in statements.items():
        found[prop] = [_piece(pair[0], labels), " → ", _piece(pair[1], labels)]
    return found


def _first(source: Source, variable: str, pattern: str, terms: Iterable[str]) -> dict[str, NamedNode]:
    """Term -> the first thing, by its IRI, that has it."""
    bound = values(variable, map(NamedNode, sorted(terms)))
    where = f"{bound} {pattern} FILTER(isIRI(?thing))"
    query = f"SELECT ?{variable} (MIN(?thing) AS ?first) WHERE {{ {where} }} GROUP BY ?{variable}"
    rows = source.select(query).rows
    return {term.value: first for term, first in rows if isinstance(term, NamedNode) and isinstance(first, NamedNode)}


def _typed(source: Source, chosen: Mapping[str, str]) -> dict[str, str]:
    """Of the chosen examples, those that the graph describes."""
    pairs = " ".join(f"({NamedNode(thing)} {NamedNode(kind)})" for kind, thing in sorted(chosen.items()))
    rows = source.select(f"SELECT ?thing ?kind WHERE {{ VALUES (?thing ?kind) {{ {pairs} }} ?thing a ?kind }}").rows
    return {
        kind.value: thing.value for thing, kind in rows if isinstance(kind, NamedNode) and isinstance(thing, NamedNode)
    }


def _statements(source: Source, subjects: Mapping[str, str]) -> dict[str, Sequence[Term]]:
    """Property -> a thing and a value that it has."""
    pairs = " ".join(f"({NamedNode(thing)} {NamedNode(prop)})" for prop, thing in sorted(subjects.items()))
    pattern = f"VALUES (?thing ?property) {{ {pairs} }} ?thing ?property ?value"
    query = f"SELECT ?property ?thing (MIN(?value) AS ?first) WHERE {{ {pattern} }} GROUP BY ?property ?thing"
    rows = source.select(query).rows
    return {
        prop.value: (thing, first)
        for prop, thing, first in rows
        if isinstance(prop, NamedNode) and thing is not None and first is not None
    }


def _piece(term: Term, labels: Mapping[str, str]) -> Piece:
    if isinstance(term, NamedNode):
        return Link(labels[term.value], term.value)
    text = term.value if isinstance(term, Literal) else str(term)
    return f"{text[:_SHORT]}…" if len(text) > _SHORT else text
