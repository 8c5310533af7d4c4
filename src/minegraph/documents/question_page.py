"""The page of a stored question in a release: its words, what it can be asked with, and its answer to the defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from minegraph.formats import Format
from minegraph.labels import labels_of
from minegraph.lookup import slug
from minegraph.pages import Cell, Link, Page, Table, grouped, shown
from minegraph.queries import TYPES, Parameter, Question
from minegraph.results import Results
from minegraph.site import Released, render_released
from minegraph.site.relocation import file_of
from minegraph.store import Source
from minegraph.terms import ID, expand

MOST_ROWS = 500
_LONG_NUMBER = re.compile(r"-?\d+\.\d{5,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter of a question: its name in words, what it is, which values it takes, and the one asked with."""

    name: str
    words: str
    description: str
    takes: str
    value: Cell


def released_question_page(
    source: Source, question: Question, results: Results, answer: Format, release: Released
) -> str:
    """The page for a release, which has the whole answer as a file of the format beside it."""
    address = f"/queries/{quote(question.name)}"
    return render_released(
        "question.html",
        file_of(address),
        release,
        question=question,
        parameters=[_asked(source, one) for one in question.parameters],
        results=results,
        blocks=answer_shown(source, results),
        most=MOST_ROWS,
        text=question.text,
        command=_command(question),
        downloads=[
            (answer.title, f"{address}.{answer.suffix}", answer.media_type),
            ("SPARQL", f"{address}.rq", "application/sparql-query"),
        ],
    )


def answer_shown(source: Source, results: Results) -> Page:
    """The first rows, with the names of what has one, which no other column repeats."""
    table = results.page()[0]
    if not isinstance(table, Table):
        return results.page()
    rows = table.rows[:MOST_ROWS]
    iris = {term.value for row in results.solutions.rows[:MOST_ROWS] for term in row if isinstance(term, NamedNode)}
    labels = labels_of(source, iris)
    named = [[_named(cell, labels, at in table.numeric) for at, cell in enumerate(row)] for row in rows]
    kept = _telling(named, len(table.columns))
    return (
        Table(
            tuple(in_words(table.columns[at]) for at in kept),
            tuple(tuple(row[at] for at in kept) for row in named),
            frozenset(new for new, at in enumerate(kept) if at in table.numeric),
        ),
    )


def default_of(parameter: Parameter) -> str:
    """The value that a parameter has when none is given, as people write it; empty for none."""
    if parameter.is_optional:
        return ""
    if parameter.type == "iri":
        return slug(expand(parameter.default.strip("<>")))
    return parameter.default.split("^^")[0].strip('"')


def in_words(name: str) -> str:
    """The name of a variable in words.

    >>> in_words("commodityName"), in_words("euContribution"), in_words("n")
    ('commodity name', 'eu contribution', 'n')
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _asked(source: Source, parameter: Parameter) -> Asked:
    description = parameter.description.rstrip(".")
    value: Cell = default_of(parameter)
    if parameter.type == "iri" and not parameter.is_optional:
        iri = expand(parameter.default.strip("<>"))
        value = Link(labels_of(source, [iri])[iri], iri)
    takes = "a name in any language, a code or an IRI" if parameter.type == "iri" else TYPES[parameter.type]
    return Asked(parameter.name, in_words(parameter.name), description, takes, value)


def _command(question: Question) -> str:
    """What to type to get the same answer; the values of the parameters are to be changed."""
    given = (f"{one.name}={default_of(one)}" for one in question.parameters if not one.is_optional)
    return " ".join(["minegraph query", question.name, *(f"-p {_quoted(one)}" for one in given)])


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w=/.,:-]+", text) else "'" + text.replace("'", "'\\''") + "'"


def _named(cell: Cell, labels: Mapping[str, str], is_number: bool) -> Cell:
    """What an IRI stands for by its label, else a thing by its slug; a number cut and grouped to be read."""
    if isinstance(cell, Link):
        label = labels.get(cell.href, cell.text)
        return Link(slug(cell.href) if label == cell.text and cell.href.startswith(ID) else label, cell.href)
    text = shown(cell)
    cut = f"{float(text):.4f}" if _LONG_NUMBER.fullmatch(text) else text
    return grouped(cut) if is_number else cut


def _telling(rows: list[list[Cell]], columns: int) -> list[int]:
    """The columns but for those of names that stand in another one as links."""
    texts = [[shown(row[at]) for row in rows] for at in range(columns)]
    linked = [at for at in range(columns) if rows and all(isinstance(row[at], Link) for row in rows)]
    return [at for at in range(columns) if at in linked or all(texts[at] != texts[other] for other in linked)]
