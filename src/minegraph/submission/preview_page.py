"""A preview as a page: one sentence, then the statements, the answers, the synergies and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from minegraph.lookup import slug
from minegraph.pages import Block, Cell, Fields, Heading, Link, Page, Prose, Table
from minegraph.pages.blocks import shown
from minegraph.render import cell
from minegraph.store import Row, Term
from minegraph.submission.answer_changes import AnswerChange, AnswerChanges, is_numeric
from minegraph.submission.coverage_changes import CoverageChanges
from minegraph.submission.statement_changes import ResourceChange, StatementChanges, by_kind
from minegraph.submission.synergy_changes import SynergyChange, SynergyChanges
from minegraph.terms import compress

MOST_RESOURCES = 20
MOST_VALUES = 20
MOST_ANSWERS = 15
MOST_RANKINGS = 10
MOST_EXAMPLES = 3
MOST_DECIMALS = 4
LONGEST = 60


def page(
    sentence: str,
    statements: StatementChanges,
    answers: AnswerChanges,
    synergies: SynergyChanges,
    coverage: CoverageChanges,
) -> Page:
    """The preview for people; long lists end in how many more there are."""
    sections = (_statements(statements), _answers(answers), _synergies(synergies), _coverage(coverage))
    return (Prose(sentence), *(block for section in sections for block in section))


def _statements(changes: StatementChanges) -> Iterator[Block]:
    yield Heading("Statements")
    if changes.resources:
        yield Fields(tuple(_summary(changes)))
        yield from _resources(changes)
    else:
        yield Prose("No statement is added, changed or removed.")
    if changes.repeated:
        stated = "1 statement is" if changes.repeated == 1 else f"{changes.repeated} statements are"
        yield Prose(f"{stated} in the graph already, from other files.")
    yield from _values("Changed values", list(_replaced(changes)), ("before", "after"))
    added = [(one, triple) for one in changes.touched for triple in one.added]
    yield from _values("Added to what is there", list(_said(changes, added)), ("value",))
    removed = [(one, triple) for one in changes.touched for triple in one.removed]
    yield from _values("Removed from what stays", list(_said(changes, removed)), ("value",))


def _summary(changes: StatementChanges) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for words, resources in (("new", changes.new), ("touched", changes.touched), ("gone", changes.gone)):
        if resources:
            kinds = (f"{_kind(changes, kind)} ({number})" for kind, number in by_kind(resources).items())
            yield f"{words} resources", (", ".join(kinds),)
    if changes.concluded:
        yield "follow by rule", (f"{changes.concluded} more",)
    if changes.no_longer_concluded:
        yield "follow no longer", (f"{changes.no_longer_concluded}",)


def _resources(changes: StatementChanges) -> Iterator[Block]:
    listed = changes.resources[:MOST_RESOURCES]
    rows = tuple(_resource(changes, one) for one in listed)
    yield Table(("resource", "is a", "", "added", "changed", "removed"), rows, frozenset({3, 4, 5}))
    yield from _more(len(changes.resources) - len(listed))


def _resource(changes: StatementChanges, one: ResourceChange) -> tuple[Cell, ...]:
    state = "new" if one.is_new else "gone" if one.is_gone else ""
    counts = (str(len(said) or "") for said in (one.added, one.changed, one.removed))
    return _named(changes.labels, one.iri), _kind(changes, one.kind), state, *counts


def _kind(changes: StatementChanges, kind: str) -> str:
    return changes.labels.get(kind, compress(kind)) if kind else "resource"


def _values(title: str, rows: list[tuple[Cell, ...]], header: Sequence[str]) -> Page:
    if not rows:
        return ()
    table = Table(("resource", "property", *header), tuple(rows[:MOST_VALUES]), wide=frozenset({len(header) + 1}))
    return Heading(title, 3), table, *_more(len(rows) - MOST_VALUES)


def _replaced(changes: StatementChanges) -> Iterator[tuple[Cell, ...]]:
    for one in changes.resources:
        for change in one.changed:
            values = (_value(changes.labels, term) for term in (change.before, change.after))
            yield _named(changes.labels, one.iri), changes.labels[change.predicate], *values


def _said(changes: StatementChanges, said: Iterable[tuple[ResourceChange, ox.Triple]]) -> Iterator[tuple[Cell, ...]]:
    for one, triple in said:
        value = _value(changes.labels, triple.object)
        yield _named(changes.labels, one.iri), changes.labels[triple.predicate.value], value


def _named(labels: Mapping[str, str], iri: str) -> Cell:
    return Link(labels.get(iri, compress(iri)), iri)


def _value(labels: Mapping[str, str], term: Term) -> Cell:
    if isinstance(term, ox.NamedNode):
        return _named(labels, term.value)
    language = f" ({term.language})" if isinstance(term, ox.Literal) and term.language else ""
    return f"{_text(term)}{language}"


def _answers(answers: AnswerChanges) -> Iterator[Block]:
    yield Heading("Answers")
    if not answers.changes:
        yield Prose("No question changes its answers.")
        return
    listed = answers.changes[:MOST_ANSWERS]
    for change in listed:
        yield Heading(f"{_asked(answers, change)}: {change.question.words}", 3)
        yield Fields(tuple(_answer(change)))
    yield from _more(len(answers.changes) - len(listed))
    if answers.unasked:
        yield Prose(f"Not compared: {answers.unasked} more ways to ask about the things in the submission.")


def _asked(answers: AnswerChanges, change: AnswerChange) -> str:
    about = ", ".join(answers.labels.get(iri, iri) for iri in change.parameters.values())
    return f"{change.question.name} ({about})" if about else change.question.name


def _answer(change: AnswerChange) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    pairs = [_renumbered(change.variables, *pair) for pair in change.renumbered]
    yield from _rows("gained", [_row(row) for row in change.gained])
    yield from _rows("lost", [_row(row) for row in change.lost])
    yield from _rows("with other numbers", pairs)


def _rows(words: str, rows: Sequence[str]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    if rows:
        more = (f"… and {len(rows) - MOST_EXAMPLES} more",) if len(rows) > MOST_EXAMPLES else ()
        yield f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} {words}", (*rows[:MOST_EXAMPLES], *more)


def _row(row: Row) -> str:
    return " | ".join(filter(None, map(_text, row)))


def _renumbered(variables: Iterable[str], old: Row, new: Row) -> str:
    words = _row(tuple(None if is_numeric(term) else term for term in new))
    moved = [
        f"{name} {_text(before)} -> {_text(after)}"
        for name, before, after in zip(variables, old, new, strict=True)
        if before != after and is_numeric(after)
    ]
    return f"{words}: {', '.join(moved)}" if words else ", ".join(moved)


def _synergies(synergies: SynergyChanges) -> Iterator[Block]:
    yield Heading("Synergies")
    before, after = synergies.listed
    if synergies.changes:
        rankings = list(synergies.by_ranking.items())
        yield Fields(tuple(_ranking(synergies, *ranking) for ranking in rankings[:MOST_RANKINGS]))
        yield from _more(len(rankings) - MOST_RANKINGS, "ranking")
    else:
        yield Prose("No synergy is gained or lost, and none moves by more than two places.")
    if before != after:
        yield Prose(f"The graph lists the best {after} partners of every region, and until now the best {before}.")
    elif synergies.changes:
        yield Prose(f"Compared are the best {after} partners of every region under every profile.")


def _ranking(
    synergies: SynergyChanges, ranking: tuple[str, str], changes: Sequence[SynergyChange]
) -> tuple[str, tuple[Cell, ...]]:
    region, profile = ranking
    moves = ", ".join(_move(synergies.labels[change.partner], change) for change in changes)
    return f"{synergies.labels[region]}, {slug(profile).rpartition('/')[2]}:", (moves,)


def _move(partner: str, change: SynergyChange) -> str:
    if change.before is None:
        return f"new: {partner} (rank {change.after})"
    if change.after is None:
        return f"gone: {partner} (was {change.before})"
    return f"{partner} {change.before} -> {change.after}"


def _coverage(coverage: CoverageChanges) -> Iterator[Block]:
    yield Heading("Coverage of what projects claim")
    if not coverage.by_project:
        yield Prose("No project is touched, and no documented count changes.")
        return
    yield Fields(tuple((f"{coverage.labels[project]}:", words) for project, words in coverage.by_project.items()))


def _more(number: int, noun: str = "") -> Iterator[Block]:
    if number > 0:
        counted = f" {noun}{'s' if number > 1 else ''}" if noun else ""
        yield Prose(f"… and {number} more{counted}; the JSON form has all.")


def _text(term: Term | None) -> str:
    """A term as it is read in a row: numbers with no more decimals than one reads, long texts cut."""
    text = shown(cell(term))
    if is_numeric(term) and len(text.partition(".")[2]) > MOST_DECIMALS:
        return f"{float(text):.{MOST_DECIMALS}f}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
