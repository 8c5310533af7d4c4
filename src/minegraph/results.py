"""The results of a query, in the forms people use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from minegraph import render
from minegraph.pages import Page, Paged, Prose
from minegraph.sparql import tokens
from minegraph.store import Solutions, Source
from minegraph.values import Value, value

if TYPE_CHECKING:
    import pandas

MOST_SHOWN = 500
_FORMS: dict[str, render.Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "GRAPH", "DESCRIBE": "GRAPH"}


@dataclass(frozen=True, repr=False)
class Results(Paged):
    """The rows of a SELECT query; the answer of an ASK query as one row; the triples of a graph as rows of three.

    Iterating gives one dict per row, variable -> Python value (IRIs as text, None where unbound). A result is true
    when it has rows, the one of an ASK query when the answer is yes.
    """

    form: render.Form
    solutions: Solutions

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self.solutions.rows:
            yield {name: value(term) for name, term in zip(self.solutions.variables, row, strict=True)}

    def __len__(self) -> int:
        return len(self.solutions.rows)

    def __bool__(self) -> bool:
        return self.answer

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.solutions.variables

    @property
    def answer(self) -> bool:
        """The answer of an ASK query; for others, whether there is any row."""
        return self.solutions.rows[0][0] == Literal(True) if self.form == "ASK" else bool(self.solutions.rows)

    @property
    def triples(self) -> Iterator[Triple]:
        """The rows of a graph as triples."""
        return (Triple(*row) for row in self.solutions.rows if self.form == "GRAPH")  # type: ignore[arg-type]

    def written(self, name: str) -> bytes:
        """The result in one of the formats of `render.FORMATS` but table; FormatError for one that does not fit."""
        fitting = render.format_for(self.form, name)
        if self.form == "GRAPH":
            return render.graph(self.triples, fitting)
        if self.form == "ASK":
            return render.answer(self.answer, fitting)
        return self.to_xlsx() if fitting == "xlsx" else render.solutions(self.solutions, fitting)

    def page(self) -> Page:
        """The result for people."""
        return (Prose(str(self.answer).lower()),) if self.form == "ASK" else render.page(self.solutions)

    def to_csv(self) -> str:
        """The rows as CSV of the W3C (SPARQL 1.1 Query Results CSV)."""
        return render.solutions(self.solutions, "csv").decode()

    def to_xlsx(self) -> bytes:
        """The rows as an Excel file; FormatError for more than a sheet can hold."""
        from minegraph.spreadsheet import content, spreadsheet

        return spreadsheet(self.variables, (tuple(map(content, row)) for row in self.solutions.rows))

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame; needs pandas."""
        from minegraph.frames import frame

        return frame(self.variables, (tuple(row.values()) for row in self))

    def preview(self) -> Page:
        """The first rows, and how many more there are."""
        shown = Solutions(self.solutions.variables, self.solutions.rows[:MOST_SHOWN])
        more = len(self) - MOST_SHOWN
        rest: Page = (Prose(f"… and {more} more rows"),) if more > 0 else ()
        return (*Results(self.form, shown).page(), *rest)


def form_of(query: str) -> render.Form:
    """What a query gives; rows for one without a form, so that the engine says what is wrong with it.

    >>> form_of("PREFIX ask: <http://ask#> DESCRIBE ask:select")
    'GRAPH'
    """
    words = (token.word for token in tokens(query))
    return next((_FORMS[word] for word in words if word in _FORMS), "SELECT")


def ask(source: Source, query: str) -> Results:
    """The results of a query."""
    form = form_of(query)
    if form == "ASK":
        return Results(form, Solutions(("answer",), ((Literal(source.ask(query)),),)))
    if form == "GRAPH":
        triples = sorted(set(source.construct(query)), key=str)
        rows = tuple((one.subject, one.predicate, one.object) for one in triples)
        return Results(form, Solutions(("subject", "predicate", "object"), rows))
    return Results(form, source.select(query))
