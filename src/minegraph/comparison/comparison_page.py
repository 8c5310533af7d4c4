"""A comparison as a page: what is added, removed and changed, then the synergies that moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from minegraph.comparison.difference import Difference
from minegraph.comparison.resource_changes import ResourceChange, StatementChanges
from minegraph.comparison.statement_blocks import Row, kind, more, named, replaced, said, subject, values
from minegraph.comparison.synergy_blocks import synergies_blocks, synergies_sentence
from minegraph.comparison.synergy_changes import SynergyChanges
from minegraph.pages import Block, Cell, Heading, Link, Prose, Several, Table
from minegraph.terms import GRAPH, expand

MOST_NAMES = 10
MOST_ROWS = 20
NAMING = frozenset(map(expand, ("skos:prefLabel", "rdfs:label", "mg:acronym", "dcterms:title")))
LICENCE, SOURCE = expand("dcterms:license"), expand("dcterms:source")
REPLACED_BY, REPLACES, DEPRECATED = map(expand, ("dcterms:isReplacedBy", "dcterms:replaces", "owl:deprecated"))
NOTHING = "No differences."


def sentence(statements: StatementChanges, synergies: SynergyChanges, difference: Difference, moved: int) -> str:
    """The comparison in one sentence."""
    if not (difference.removed or difference.added):
        return NOTHING
    others = sum(1 for one in statements.touched if one.added or one.changed or one.removed)
    changed = sum(len(one.added) + len(one.changed) + len(one.removed) for one in statements.touched)
    redefined = sum(one.is_redefined for one in statements.touched)
    said = [
        f"{_counted(len(statements.new), 'resource')} added",
        f"{len(statements.gone):,} removed",
        f"{_counted(changed, 'statement')} changed about {_counted(others, 'other')}",
        *([f"{_counted(redefined, 'definition')} changed"] if redefined else []),
        *([f"{_counted(moved, 'statement')} moved to another named graph"] if moved else []),
    ]
    return f"{', '.join(said)}; {synergies_sentence(synergies)}."


def sections(
    statements: StatementChanges, synergies: SynergyChanges, difference: Difference, everything: str
) -> Iterator[Block]:
    """The comparison for people, without its title; `everything` says where all of a list that is cut can be read."""
    parts = (
        _listed("Added", statements, statements.new),
        _listed("Removed", statements, statements.gone),
        _replacements(statements),
        _values(statements, everything),
        _redefined(statements, everything),
        _graphs(difference, everything),
        _following(statements),
        synergies_blocks(synergies, everything),
    )
    for part in parts:
        yield from part


def _listed(title: str, changes: StatementChanges, resources: Sequence[ResourceChange]) -> Iterator[Block]:
    """Resources by what they are, the first of them by name."""
    if not resources:
        return
    by_word: dict[str, list[ResourceChange]] = {}
    for one in resources:
        by_word.setdefault(kind(changes, one) or "resource", []).append(one)
    ordered = sorted(by_word.items(), key=lambda item: (-len(item[1]), item[0]))
    yield Heading(title)
    rows = tuple((word, f"{len(some):,}", _names(changes, some)) for word, some in ordered)
    yield Table(("is a", "how many", "which"), rows, frozenset({1}), frozenset({2}))


def _names(changes: StatementChanges, resources: Sequence[ResourceChange]) -> Cell:
    links = sorted((named(changes.labels, one.iri) for one in resources), key=lambda link: (link.text, link.href))
    rest = len(links) - MOST_NAMES
    return Several((*links[:MOST_NAMES], *([f"… and {rest:,} more"] if rest > 0 else [])))


def _replacements(changes: StatementChanges) -> Iterator[Block]:
    """The resources that are not to be used any more, and what takes their place."""
    rows: list[Row] = []
    for one, triple in _said_of_use(changes):
        match triple.predicate.value, triple.object:
            case predicate, ox.NamedNode(value=iri) if predicate == REPLACED_BY:
                rows.append((subject(changes, one), "replaced by", named(changes.labels, iri)))
            case predicate, ox.NamedNode(value=iri) if predicate == REPLACES and not one.is_gone:
                rows.append((named(changes.labels, iri), "replaced by", subject(changes, one)))
            case predicate, ox.Literal(value=truth) if predicate == DEPRECATED and truth in {"true", "1"}:
                rows.append((subject(changes, one), "deprecated", ""))
    if rows:
        yield Heading("Replaced or deprecated")
        yield Table(("resource", "", "by"), tuple(rows[:MOST_ROWS]))
        yield from more(len(rows) - MOST_ROWS)


def _said_of_use(changes: StatementChanges) -> Iterator[tuple[ResourceChange, ox.Triple]]:
    """What is said newly of resources, and what was said of those that are gone."""
    for one in changes.resources:
        yield from ((one, triple) for triple in (one.removed if one.is_gone else one.added))


def _values(changes: StatementChanges, everything: str) -> Iterator[Block]:
    """What is said differently of resources that stay: new names and licences first."""
    renamed, licensed, others = list[Row](), list[Row](), list[Row]()
    for row, predicate in zip(replaced(changes), _predicates(changes), strict=True):
        (renamed if predicate in NAMING else licensed if predicate == LICENCE else others).append(row)
    touched = changes.touched
    added = [(one, triple) for one in touched for triple in one.added]
    removed = [(one, triple) for one in touched for triple in one.removed]
    sourced = {one.iri for one, triple in (*added, *removed) if triple.predicate.value == SOURCE}
    sourced |= {one.iri for one in touched for change in one.changed if change.predicate == SOURCE}
    yield from values("Renamed", renamed, ("before", "after"), 2, everything)
    yield from values("Changed licences", licensed, ("before", "after"), 2, everything)
    yield from values("Changed values", others, ("before", "after"), 2, everything)
    yield from values("New values", list(said(changes, added)), ("value",), 2, everything)
    yield from values("Values that are gone", list(said(changes, removed)), ("value",), 2, everything)
    if sourced:
        yield Prose(
            f"{_counted(len(sourced), 'resource')} of those that stay name{'s' * (len(sourced) == 1)} other sources."
        )


def _predicates(changes: StatementChanges) -> Iterator[str]:
    return (change.predicate for one in changes.resources for change in one.changed)


def _redefined(changes: StatementChanges, everything: str) -> Iterator[Block]:
    found = [one for one in changes.touched if one.is_redefined]
    if found:
        yield Heading("Changed definitions")
        yield Prose("What these say in parts without a name of their own has changed.")
        yield Table(("resource",), tuple((subject(changes, one),) for one in found[:MOST_ROWS]))
        yield from more(len(found) - MOST_ROWS, everything=everything)


def _graphs(difference: Difference, everything: str) -> Iterator[Block]:
    """The named graphs that differ, new and gone ones first."""
    before, after = difference.graphs
    differing = {quad.graph_name.value for quad in _differing(difference) if isinstance(quad.graph_name, ox.NamedNode)}
    rows = sorted((iri in before and iri in after, iri) for iri in differing)
    yield Heading("Named graphs")
    listed = tuple(_graph(iri, before.get(iri), after.get(iri)) for _, iri in rows[:MOST_ROWS])
    yield Table(("graph", "", "statements before", "after"), listed, frozenset({2, 3}))
    yield from more(len(rows) - MOST_ROWS, everything=everything)


def _graph(iri: str, before: int | None, after: int | None) -> Row:
    state = "new" if before is None else "gone" if after is None else ""
    counts = ("" if number is None else f"{number:,}" for number in (before, after))
    return Link(iri.removeprefix(GRAPH), iri), state, *counts


def _differing(difference: Difference) -> Iterable[ox.Quad]:
    return (*difference.removed, *difference.added)


def _following(changes: StatementChanges) -> Iterator[Block]:
    if changes.concluded or changes.no_longer_concluded:
        yield Prose(
            f"By rule, {changes.concluded:,} more statements follow, and {changes.no_longer_concluded:,} no longer."
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
