"""A form as a table to fill in: headings, what they mean, an example, and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minegraph.forms.form import Column, Form
from minegraph.forms.names import Names
from minegraph.forms.row import ID_HEADER, Row
from minegraph.terms import compress

NOTE = "#"
MOST_CHOICES = 5_000
ID_EXPLANATION = (
    "A short name of your own in Latin letters, digits and hyphens, such as my-new-mine; the id of something in the "
    "graph adds to it. May stay empty for something new."
)


@dataclass(frozen=True)
class Sheet:
    """A form with its example, and rows that are filled in already. Rows that begin with `#` are not read."""

    form: Form
    example: Row | None
    rows: tuple[Row, ...]

    @property
    def file_name(self) -> str:
        """What the sheet is called as a file."""
        return f"{self.form.name.lower().replace(' ', '-')}.csv"

    @property
    def headings(self) -> list[str]:
        """The first row: the id, then the columns."""
        return [ID_HEADER, *(column.header for column in self.form.columns)]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the graph states of the things in the rows and no column takes: a sentence for each such thing."""
        return tuple(f"{self.form.name}: {_about_rest(row)}" for row in self.rows if row.rest)

    def lines(self) -> Iterator[list[str]]:
        """The rows below the headings as text, as long as these: the notes, then what is filled in."""
        yield [f"{NOTE} meaning", *(column.explanation for column in self.form.columns)]
        yield [f"{NOTE} needed", *(wanted(column) for column in self.form.columns)]
        if self.example:
            yield [f"{NOTE} example: {self.example.id}", *self._cells(self.example)]
        for row in self.rows:
            yield [row.id, *self._cells(row)]

    def _cells(self, row: Row) -> list[str]:
        return [row.cells.get(column.property, "") for column in self.form.columns]


def _about_rest(row: Row) -> str:
    properties = dict.fromkeys(compress(triple.predicate.value) for triple in row.rest)
    return f"{', '.join(properties)} of {row.id} has no column, so it is left out; the graph keeps it."


def wanted(column: Column) -> str:
    """Whether a column must be filled in, and with how much."""
    return column.needed if column.single else f"{column.needed}, may hold several"


def choices(column: Column, names: Names) -> list[str]:
    """The values to choose from, when there are any and not too many to list."""
    if not (column.values.refers or column.values.options):
        return []
    listed = list(names.listed(column.values))
    return listed if len(listed) <= MOST_CHOICES else []
