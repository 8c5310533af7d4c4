"""The questions of a release: a list, and for each its page, its query, and its whole answer."""

from __future__ import annotations

from collections.abc import Iterable

from minegraph.documents.question_page import released_question_page
from minegraph.queries import Question, catalogue
from minegraph.release.edition import Edition
from minegraph.render import FITTING
from minegraph.results import ask
from minegraph.site import render_released
from minegraph.telling import Progress

UNTAGGED = "other"


def write_questions(edition: Edition, progress: Progress) -> None:
    """Write queries.html and, for each question, NAME.html, NAME.rq and its answer (NAME.csv where it is a table)."""
    questions = catalogue(edition.layout)
    for done, question in enumerate(questions.values()):
        progress("questions", done, len(questions))
        _write(edition, question)
    page = render_released("questions.html", "queries.html", edition, groups=_groups(questions.values()), forms=())
    edition.write("queries.html", page)


def _write(edition: Edition, question: Question) -> None:
    results = ask(edition.source, question.text)
    answer = FITTING[results.form][0]
    edition.write(
        f"queries/{question.name}.html", released_question_page(edition.source, question, results, answer, edition)
    )
    edition.write(f"queries/{question.name}.rq", question.text)
    edition.write(f"queries/{question.name}.{answer.suffix}", results.written(answer.name))


def _groups(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """The questions under their first tags."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(next(iter(question.tags), UNTAGGED), []).append(question)
    return sorted(found.items())
