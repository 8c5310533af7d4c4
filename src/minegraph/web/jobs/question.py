"""The page of a stored question: a form for its parameters, and its answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from minegraph.documents.question_page import MOST_ROWS, answer_shown
from minegraph.formats import CSV, HTML
from minegraph.queries import Question, question_named
from minegraph.site import render
from minegraph.web.fields import fields
from minegraph.web.jobs.answer import answered, fitting, problems
from minegraph.web.opened import Opened
from minegraph.web.output import Output

BAD_REQUEST = 400


def run(graph: Opened, output: Output, *, name: str, given: Mapping[str, str], server: str) -> None:
    """Write the page of the question of that name, with its answer to the given values. Raises NotFoundError."""
    question = question_named(graph.layout, name)
    wrong = problems(graph, question, given)
    page = render(
        "question.html",
        question=question,
        fields=fields(graph, question, given, wrong),
        problems=[said for key, said in wrong.items() if all(key != one.name for one in question.parameters)],
        **_answer(graph, question, given) if not wrong else {"results": None},
        most=MOST_ROWS,
        text=graph.knowledge.query_text(question, **({} if wrong else given)),
        **_ways(question, given, server),
    )
    output.send(HTML.content_type, page, status=BAD_REQUEST if wrong else 200)


def _answer(graph: Opened, question: Question, values: Mapping[str, str]) -> dict[str, object]:
    started = time.perf_counter()
    results = answered(graph, question, values)
    return {"results": results, "seconds": time.perf_counter() - started, "blocks": answer_shown(graph.source, results)}


def _ways(question: Question, values: Mapping[str, str], server: str) -> dict[str, object]:
    """The other ways to the same answer: downloads, and commands to copy."""
    asked = f"?{urlencode(values, safe='/:')}" if values else ""
    forms = fitting(question)
    addresses = [f"/queries/{quote(question.name)}.{one.suffix}{asked}" for one in forms]
    return {
        "downloads": [(one.title, address, one.media_type) for one, address in zip(forms, addresses, strict=True)],
        "curl": f"curl '{server}{addresses[0]}'",
        "python": f'import pandas\n\nrows = pandas.read_csv("{server}{addresses[0]}")' if forms[0] == CSV else "",
    }
