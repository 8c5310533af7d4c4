"""Which stored questions would be answered differently, and in which rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.queries import Parameter, Question, bind
from minegraph.render import is_number
from minegraph.results import ask
from minegraph.store import Row, Solutions, Term
from minegraph.submission.prospect import Prospect
from minegraph.telling import Progress
from minegraph.terms import expand

MOST_THINGS = 5
SCORES = "synergy"
LISTED = re.compile(r'SEPARATOR\s*=\s*"([^"]*)"\s*\)\s*AS\s*\?(\w+)', re.IGNORECASE)

Key = tuple[object, ...]
Separators = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question, asked with its defaults or (`parameters`: name -> IRI) of a thing in the submission, and its rows.

    The order of rows does not count. `renumbered` are pairs of rows that differ only in numbers.
    """

    question: Question
    parameters: Mapping[str, str]
    variables: tuple[str, ...]
    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    renumbered: tuple[tuple[Row, Row], ...]


@dataclass(frozen=True, slots=True)
class AnswerChanges:
    """The questions with other answers, and how many questions there are.

    Those with the most changed rows come first, those about the scores of synergies last: one fact can shift them all.
    `unasked` counts the things of the submission that a question could be asked of as well and was not.
    """

    changes: tuple[AnswerChange, ...]
    questions: int
    unasked: int
    labels: Mapping[str, str]

    @property
    def changed_questions(self) -> int:
        """How many questions have another answer, in whatever way they were asked."""
        return len({change.question.name for change in self.changes})


def answer_changes(prospect: Prospect, catalogue: Mapping[str, Question], progress: Progress) -> AnswerChanges:
    """Every question asked before and after: with its defaults, and of up to five things of the submission that fit."""
    things = _things(prospect.changed)
    asked = list(_askings(catalogue.values(), things)) if things else []
    changes = []
    for done, (question, parameters) in enumerate(asked):
        progress("ask", done, len(asked))
        change = _change(prospect, question, parameters)
        if change.gained or change.lost or change.renumbered:
            changes.append(change)
    progress("ask", len(asked), len(asked))
    fitting = sum(len(_fitting(one, it, things)) for one in catalogue.values() for it in one.parameters)
    unasked = fitting - sum(bool(parameters) for _, parameters in asked)
    labels = prospect.labels_of(iri for change in changes for iri in change.parameters.values())
    return AnswerChanges(tuple(sorted(changes, key=_rank)), len(catalogue), unasked, labels)


def _rank(change: AnswerChange) -> tuple[bool, int, int, str, str]:
    rows = len(change.gained) + len(change.lost)
    of_scores = SCORES in change.question.tags
    return of_scores, -rows, -len(change.renumbered), change.question.name, str(sorted(change.parameters.items()))


def _things(triples: Iterable[ox.Triple]) -> list[str]:
    """The things that statements are about, then those that they name."""
    said = list(triples)
    terms = [*(triple.subject for triple in said), *(triple.object for triple in said)]
    return list(dict.fromkeys(term.value for term in terms if isinstance(term, ox.NamedNode)))


def _askings(questions: Iterable[Question], things: list[str]) -> Iterator[tuple[Question, dict[str, str]]]:
    for question in questions:
        yield question, {}
        for parameter in question.parameters:
            for thing in _fitting(question, parameter, things)[:MOST_THINGS]:
                yield question, {parameter.name: thing}


def _fitting(question: Question, parameter: Parameter, things: Iterable[str]) -> list[str]:
    """The things of the same sort as the parameter's default, but no default; none where the default asks for all."""
    if parameter.type != "iri" or parameter.is_optional:
        return []
    defaults = {expand(one.default.strip("<>")) for one in question.parameters}
    sort = f"{expand(parameter.default.strip('<>')).rpartition('/')[0]}/"
    return [thing for thing in things if thing.startswith(sort) and thing not in defaults]


def _change(prospect: Prospect, question: Question, parameters: dict[str, str]) -> AnswerChange:
    text = bind(question, parameters)
    before, after = (ask(source, text).solutions for source in (prospect.before, prospect.after))
    lists = {name: separator for separator, name in LISTED.findall(text)}
    separators = [lists.get(name) for name in after.variables]
    lost, gained = _only_in(before, after, separators), _only_in(after, before, separators)
    pairs = list(_renumbered(lost, gained, separators))
    lost = _without(lost, [old for old, _ in pairs])
    gained = _without(gained, [new for _, new in pairs])
    return AnswerChange(question, parameters, after.variables, tuple(gained), tuple(lost), tuple(pairs))


def _only_in(answer: Solutions, other: Solutions, separators: Separators) -> list[Row]:
    """The rows that the other answer does not have, or not as often."""
    spare = Counter(_key(row, separators) for row in other.rows)
    found = []
    for row in answer.rows:
        key = _key(row, separators)
        if spare[key]:
            spare[key] -= 1
        else:
            found.append(row)
    return found


def _key(row: Row, separators: Separators) -> Key:
    """The row for comparing: the order in which GROUP_CONCAT joins a list says nothing."""
    return tuple(
        tuple(sorted(term.value.split(separator))) if separator and isinstance(term, ox.Literal) else term
        for term, separator in zip(row, separators, strict=True)
    )


def _renumbered(lost: Iterable[Row], gained: Iterable[Row], separators: Separators) -> Iterator[tuple[Row, Row]]:
    waiting: dict[Key, list[Row]] = {}
    for row in gained:
        waiting.setdefault(_words(row, separators), []).append(row)
    for row in lost:
        fitting = waiting.get(_words(row, separators))
        if fitting:
            yield row, fitting.pop(0)


def _words(row: Row, separators: Separators) -> Key:
    return _key(tuple(None if is_numeric(term) else term for term in row), separators)


def is_numeric(term: Term | None) -> bool:
    """A number among the terms of a row."""
    return isinstance(term, ox.Literal) and is_number(term)


def _without(rows: Iterable[Row], taken: Iterable[Row]) -> list[Row]:
    spare = Counter(taken)
    left = []
    for row in rows:
        if spare[row]:
            spare[row] -= 1
        else:
            left.append(row)
    return left
