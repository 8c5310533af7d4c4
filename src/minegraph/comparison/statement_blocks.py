"""Changed resources and statements as tables for people; long ones end in how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from minegraph.comparison.resource_changes import ResourceChange, StatementChanges, by_kind
from minegraph.description_page import word_of
from minegraph.kinds import kind_word
from minegraph.pages import Block, Cell, Heading, Link, Page, Prose, Several, Table, shown
from minegraph.render import cell, is_number
from minegraph.store import Term
from minegraph.terms import compress

MOST_RESOURCES = 20
MOST_VALUES = 20
MOST_DECIMALS = 4
LONGEST = 60
LEAD = 20
ALL_IN_JSON = "the JSON form has all"

Row = tuple[Cell, ...]


def summary(changes: StatementChanges) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """How many resources of which kinds are new, touched and gone, and what follows."""
    for words, resources in (("new", changes.new), ("touched", changes.touched), ("gone", changes.gone)):
        if resources:
            kinds = (f"{_class(changes, kind)} ({number})" for kind, number in by_kind(resources).items())
            yield f"{words} resources", (", ".join(kinds),)
    if changes.concluded:
        yield "follow by rule", (f"{changes.concluded} more",)
    if changes.no_longer_concluded:
        yield "follow no longer", (f"{changes.no_longer_concluded}",)


def resources(changes: StatementChanges) -> Iterator[Block]:
    """The changed resources, with how many statements of each are added, changed and removed."""
    listed = changes.resources[:MOST_RESOURCES]
    rows = tuple(_resource(changes, one) for one in listed)
    yield Table(("resource", "is a", "", "added", "changed", "removed"), rows, frozenset({3, 4, 5}))
    yield from more(len(changes.resources) - len(listed))


def values(
    title: str, rows: Sequence[Row], header: Sequence[str], level: int = 3, everything: str = ALL_IN_JSON
) -> Page:
    """A heading with a table of statements; nothing without rows."""
    if not rows:
        return ()
    table = Table(("resource", "property", *header), tuple(rows[:MOST_VALUES]), wide=frozenset({0, len(header) + 1}))
    return Heading(title, level), table, *more(len(rows) - MOST_VALUES, everything=everything)


def replaced(changes: StatementChanges) -> Iterator[Row]:
    """Each value that another takes the place of: resource, property, old value, new value."""
    for one in changes.resources:
        for change in one.changed:
            word = word_of(change.predicate, changes.labels)
            yield subject(changes, one), word, *_beside(changes.labels, change.before, change.after)


def said(changes: StatementChanges, statements: Iterable[tuple[ResourceChange, ox.Triple]]) -> Iterator[Row]:
    """Statements of resources: resource, property, value."""
    for one, triple in statements:
        word = word_of(triple.predicate.value, changes.labels)
        yield subject(changes, one), word, value(changes.labels, triple.object)


def subject(changes: StatementChanges, one: ResourceChange) -> Cell:
    """A resource as one says it: `project MIREU`."""
    word = kind(changes, one)
    return Several((word, named(changes.labels, one.iri)), " ") if word else named(changes.labels, one.iri)


def kind(changes: StatementChanges, one: ResourceChange) -> str:
    """What a resource is, in words; empty when nothing says it."""
    return kind_word(one.iri, one.kind, changes.labels) if one.kind else ""


def named(labels: Mapping[str, str], iri: str) -> Link:
    """A resource by its name."""
    return Link(labels.get(iri, compress(iri)), iri)


def value(labels: Mapping[str, str], term: Term) -> Cell:
    """A value by its name, or as it reads, with its language."""
    if isinstance(term, ox.NamedNode):
        return named(labels, term.value)
    language = f" ({term.language})" if isinstance(term, ox.Literal) and term.language else ""
    return f"{reading(term)}{language}"


def _beside(labels: Mapping[str, str], old: Term, new: Term) -> tuple[Cell, Cell]:
    """An old and a new value so that one sees the difference: the part of long texts, or how it is written."""
    if not isinstance(old, ox.Literal) or not isinstance(new, ox.Literal):
        return value(labels, old), value(labels, new)
    pairs = enumerate(zip(old.value, new.value, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old.value), len(new.value)))
    if max(len(old.value), len(new.value)) > LONGEST and same > LEAD:
        start = same - LEAD
        old, new = (ox.Literal(f"…{one.value[start:]}", language=one.language) for one in (old, new))
    cells = value(labels, old), value(labels, new)
    return cells if cells[0] != cells[1] else (str(old), str(new))


def reading(term: Term | None) -> str:
    """A term as it is read in a row: numbers with no more decimals than one reads, long texts cut."""
    text = shown(cell(term))
    if isinstance(term, ox.Literal) and is_number(term) and len(text.partition(".")[2]) > MOST_DECIMALS:
        return f"{float(text):.{MOST_DECIMALS}f}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def more(number: int, noun: str = "", everything: str = ALL_IN_JSON) -> Iterator[Block]:
    """A line that so many more are not shown, and what shows them; nothing for none."""
    if number > 0:
        counted = f" {noun}{'s' if number > 1 else ''}" if noun else ""
        yield Prose(f"… and {number:,} more{counted}; {everything}.")


def _resource(changes: StatementChanges, one: ResourceChange) -> Row:
    state = "new" if one.is_new else "gone" if one.is_gone else ""
    counts = (str(len(some) or "") for some in (one.added, one.changed, one.removed))
    return named(changes.labels, one.iri), _class(changes, one.kind), state, *counts


def _class(changes: StatementChanges, iri: str) -> str:
    return changes.labels.get(iri, compress(iri)) if iri else "resource"
