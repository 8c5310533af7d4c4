"""The answer to a stored question, as data."""

from __future__ import annotations

from collections.abc import Mapping

from minegraph.errors import MinegraphError, NotFoundError, QueryError
from minegraph.formats import Format
from minegraph.queries import Question, question_named
from minegraph.render import FITTING
from minegraph.results import Results, ask, form_of
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, name: str, form: str, given: Mapping[str, str]) -> None:
    """Write the answer to the question of that name in one of the formats that fit it. Raises NotFoundError."""
    question = question_named(graph.layout, name)
    results = answered(graph, question, given)
    wanted = form_named(FITTING[results.form], form)
    send(output, wanted, results.written(form), question.name)


def answered(graph: Opened, question: Question, given: Mapping[str, str]) -> Results:
    """The answer to a question with the given values; QueryError for one that does not fit its parameter."""
    try:
        text = graph.knowledge.query_text(question, **given)
    except NotFoundError as error:
        raise QueryError(str(error)) from error
    return ask(graph.source, text)


def problems(graph: Opened, question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with which of the given values, in words."""
    found = {}
    for name, value in given.items():
        try:
            graph.knowledge.query_text(question, **{name: value})
        except MinegraphError as error:
            found[name] = str(error)
    return found


def fitting(question: Question) -> tuple[Format, ...]:
    """The formats in which a question is answered."""
    return FITTING[form_of(question.text)]
