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
from minegraph.pages import Cell, Link, Page, Table, grouped, shown
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
    """The first rows, with the names of what has one, which no other column repeats."""
    table = results.page()[0]
    if not isinstance(table, Table):
        return results.page()
    rows = table.rows[:MOST_ROWS]
    iris = {term.value for row in results.solutions.rows[:MOST_ROWS] for term in row if isinstance(term, NamedNode)}
    labels = labels_of(graph.source, iris)
    named = [[_named(cell, labels, at in table.numeric) for at, cell in enumerate(row)] for row in rows]
    kept = _telling(named, len(table.columns))
    return (
        Table(
            tuple(in_words(table.columns[at]) for at in kept),
            tuple(tuple(row[at] for at in kept) for row in named),
            frozenset(new for new, at in enumerate(kept) if at in table.numeric),
        ),
    )


def _named(cell: Cell, labels: Mapping[str, str], is_number: bool) -> Cell:
    """What an IRI stands for by its label, else a thing by its slug; a number cut and grouped to be read."""
    if isinstance(cell, Link):
        label = labels.get(cell.href, cell.text)
        return Link(slug(cell.href) if label == cell.text and cell.href.startswith(ID) else label, cell.href)
    text = shown(cell)
    cut = f"{float(text):.4f}" if LONG_NUMBER.fullmatch(text) else text
    return grouped(cut) if is_number else cut


def _telling(rows: list[list[Cell]], columns: int) -> list[int]:
    """The columns but for those of names that stand in another one as links."""
    texts = [[shown(row[at]) for row in rows] for at in range(columns)]
    linked = [at for at in range(columns) if rows and all(isinstance(row[at], Link) for row in rows)]
    return [at for at in range(columns) if at in linked or all(texts[at] != texts[other] for other in linked)]
