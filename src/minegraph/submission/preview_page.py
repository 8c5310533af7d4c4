"""A preview as a page: one sentence, then the statements, the answers, the synergies and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from minegraph.comparison.resource_changes import StatementChanges
from minegraph.comparison.statement_blocks import more, reading, replaced, resources, said, summary, values
from minegraph.comparison.synergy_changes import SynergyChange, SynergyChanges
from minegraph.lookup import slug
from minegraph.pages import Block, Cell, Fields, Heading, Page, Prose
from minegraph.store import Row
from minegraph.submission.answer_changes import AnswerChange, AnswerChanges, is_numeric
from minegraph.submission.coverage_changes import CoverageChanges

MOST_ANSWERS = 15
MOST_RANKINGS = 10
MOST_EXAMPLES = 3


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
        yield Fields(tuple(summary(changes)))
        yield from resources(changes)
    else:
        yield Prose("No statement is added, changed or removed.")
    if changes.repeated:
        stated = "1 statement is" if changes.repeated == 1 else f"{changes.repeated} statements are"
        yield Prose(f"{stated} in the graph already, from other files.")
    yield from values("Changed values", list(replaced(changes)), ("before", "after"))
    added = [(one, triple) for one in changes.touched for triple in one.added]
    yield from values("Added to what is there", list(said(changes, added)), ("value",))
    removed = [(one, triple) for one in changes.touched for triple in one.removed]
    yield from values("Removed from what stays", list(said(changes, removed)), ("value",))


def _answers(answers: AnswerChanges) -> Iterator[Block]:
    yield Heading("Answers")
    if not answers.changes:
        yield Prose("No question changes its answers.")
        return
    listed = answers.changes[:MOST_ANSWERS]
    for change in listed:
        yield Heading(f"{_asked(answers, change)}: {change.question.words}", 3)
        yield Fields(tuple(_answer(change)))
    yield from more(len(answers.changes) - len(listed))
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
    return " | ".join(filter(None, map(reading, row)))


def _renumbered(variables: Iterable[str], old: Row, new: Row) -> str:
    words = _row(tuple(None if is_numeric(term) else term for term in new))
    moved = [
        f"{name} {reading(before)} -> {reading(after)}"
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
        yield from more(len(rankings) - MOST_RANKINGS, "ranking")
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
