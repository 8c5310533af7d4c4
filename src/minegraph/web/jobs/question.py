"""The page of a stored question: a form for its parameters, and its answer."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from minegraph.formats import CSV, HTML
from minegraph.labels import labels_of
from minegraph.lookup import slug
from minegraph.pages import Cell, Link, Page, Table
from minegraph.queries import Question, question_named
from minegraph.results import Results
from minegraph.site import render
from minegraph.terms import ID
from minegraph.web.fields import fields, in_words
from minegraph.web.jobs.answer import answered, fitting, problems
from minegraph.web.opened import Opened
from minegraph.web.output import Output

MOST_ROWS = 500
BAD_REQUEST = 400
LONG_NUMBER = re.compile(r"-?\d+\.\d{5,}")


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
    return {"results": results, "seconds": time.perf_counter() - started, "blocks": _shown(graph, results)}


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


def _shown(graph: Opened, results: Results) -> Page:
    """The first rows, with the names of what has one."""
    table = results.page()[0]
    if not isinstance(table, Table):
        return results.page()
    rows = table.rows[:MOST_ROWS]
    iris = {term.value for row in results.solutions.rows[:MOST_ROWS] for term in row if isinstance(term, NamedNode)}
    labels = labels_of(graph.source, iris)
    cells = tuple(tuple(_named(cell, labels) for cell in row) for row in rows)
    return (Table(tuple(map(in_words, table.columns)), cells, table.numeric),)


def _named(cell: Cell, labels: Mapping[str, str]) -> Cell:
    """A thing by its slug, as one would write it; another IRI by its label; a number cut to be read."""
    if not isinstance(cell, Link):
        return f"{float(cell):.4f}" if isinstance(cell, str) and LONG_NUMBER.fullmatch(cell) else cell
    return Link(slug(cell.href) if cell.href.startswith(ID) else labels.get(cell.href, cell.text), cell.href)
