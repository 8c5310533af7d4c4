"""How often terms are used, and an example of each: a thing of a class, a statement with a property."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pyoxigraph import Literal, NamedNode

from minegraph.documents.reference.vocabulary import Term
from minegraph.labels import labels_of
from minegraph.pages import Link, Piece
from minegraph.store import Source
from minegraph.store import Term as Value

LIMITS = (1_000, 10_000, 100_000)
"""How far uses of a term are counted: as far as all terms together stay below MOST_READ, which large graphs need."""
MOST_READ = 400_000
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Use:
    """How often a term is used, as far as it was counted, and an example where there is one."""

    count: int
    is_more: bool
    example: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    count: int
    limit: int
    first: Value | None


def uses(source: Source, terms: Iterable[Term], chosen: Mapping[str, str]) -> dict[str, Use]:
    """Term -> its use, for classes and properties; `chosen` says which things are the best examples of classes."""
    counted = _counted(source, [term for term in terms if term.kind == "class" or term.is_property])
    things = {term.iri: read.first for term, read in counted.items() if term.kind == "class" and read.first}
    subjects = {term.iri: read.first for term, read in counted.items() if term.is_property and read.first}
    preferred = _typed(source, {kind: thing for kind, thing in chosen.items() if kind in things})
    statements = _statements(source, subjects)
    named = {term for one in (things, preferred) for term in one.values()} | {
        term for pair in statements.values() for term in pair
    }
    labels = labels_of(source, {term.value for term in named if isinstance(term, NamedNode)})
    examples: dict[str, tuple[Piece, ...]] = {
        **{kind: (_piece(thing, labels),) for kind, thing in (things | preferred).items()},
        **{prop: (_piece(pair[0], labels), " → ", _piece(pair[1], labels)) for prop, pair in statements.items()},
    }
    return {
        term.iri: Use(min(read.count, read.limit), read.count > read.limit, examples.get(term.iri, ()))
        for term, read in counted.items()
    }


def _counted(source: Source, terms: Sequence[Term]) -> dict[Term, _Read]:
    found = {term: _read(source, term, LIMITS[0]) for term in terms}
    many = [term for term, read in found.items() if read.count > read.limit]
    within = list(takewhile(lambda limit: limit * len(many) <= MOST_READ, LIMITS[1:]))
    return found | {term: _read(source, term, within[-1]) for term in many if within}


def _read(source: Source, term: Term, limit: int) -> _Read:
    """The use of a term, counted up to one more than a limit, and the first thing by its IRI among those."""
    node = NamedNode(term.iri)
    pattern = f"?thing a {node}" if term.kind == "class" else f"?thing {node} ?value"
    inner = f"SELECT ?thing WHERE {{ {pattern} FILTER(isIRI(?thing)) }} LIMIT {limit + 1}"
    ((count, first),) = source.select(f"SELECT (COUNT(*) AS ?count) (MIN(?thing) AS ?first) {{ {{ {inner} }} }}").rows
    return _Read(int(count.value) if isinstance(count, Literal) else 0, limit, first)


def _typed(source: Source, chosen: Mapping[str, str]) -> dict[str, Value]:
    """Of the chosen examples, those that the graph describes."""
    pairs = " ".join(f"({NamedNode(thing)} {NamedNode(kind)})" for kind, thing in sorted(chosen.items()))
    rows = source.select(f"SELECT ?thing ?kind WHERE {{ VALUES (?thing ?kind) {{ {pairs} }} ?thing a ?kind }}").rows
    return {kind.value: thing for thing, kind in rows if isinstance(kind, NamedNode) and thing is not None}


def _statements(source: Source, subjects: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    """Property -> a thing and a value that it has."""
    pairs = " ".join(f"({thing} {NamedNode(prop)})" for prop, thing in sorted(subjects.items()))
    pattern = f"VALUES (?thing ?property) {{ {pairs} }} ?thing ?property ?value"
    query = f"SELECT ?property ?thing (MIN(?value) AS ?first) WHERE {{ {pattern} }} GROUP BY ?property ?thing"
    rows = source.select(query).rows
    return {
        prop.value: (thing, first)
        for prop, thing, first in rows
        if isinstance(prop, NamedNode) and thing is not None and first is not None
    }


def _piece(term: Value, labels: Mapping[str, str]) -> Piece:
    if isinstance(term, NamedNode):
        return Link(labels[term.value], term.value)
    text = term.value if isinstance(term, Literal) else str(term)
    return f"{text[:_SHORT]}…" if len(text) > _SHORT else text
