"""What is wrong with a table before any shape looks at it, as results of a validation."""

from __future__ import annotations

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.forms import Column
from minegraph.forms.unreadable import UnreadableError
from minegraph.places import Place
from minegraph.submission.tables import Stray
from minegraph.terms import SHAPES
from minegraph.validation import Result
from minegraph.validation.paths import Predicate

SHEET = "KnownSheet"
COLUMN = "KnownColumn"
PLAIN = "PlainCell"
READABLE = "ReadableCell"
NAME = "KnownName"
IDENTIFIER = "RowIdentifier"
RETIRED = "RetiredCode"
NOT_PLAIN = {
    "formula": ("The cell holds a formula, and formulas are not worked out.", "Paste its value in its place."),
    "error": ("The cell holds an error of the spreadsheet program.", "Correct it, or empty the cell."),
}
_NAMES = {
    SHEET: "known sheet",
    COLUMN: "known column",
    PLAIN: "plain cell",
    READABLE: "readable cell",
    NAME: "known name",
    IDENTIFIER: "id of a row",
    RETIRED: "retired code",
}


def problem(
    kind: str,
    subject: ox.NamedNode | ox.BlankNode,
    wrong: str,
    advice: str,
    place: Place,
    *,
    column: Column | None = None,
    value: str | None = None,
    severity: str = "Violation",
) -> Result:
    """A result about a cell, row or sheet; of a column whose shape says what its values are, in that shape's name."""
    constraint = column.values.constraint if column and kind in (READABLE, NAME) else ""
    return Result(
        severity=severity,
        focus=subject,
        path=Predicate(column.property) if column else None,
        value=None if value is None else ox.Literal(value),
        message=advice,
        constraint=constraint or f"{SHAPES}{kind}",
        name=_NAMES[kind],
        component=f"{SHAPES}{kind}ConstraintComponent",
        problem=wrong,
        places=(place,),
    )


def unread(stray: Stray) -> Result:
    """A sheet or column that no form has."""
    noun = "column" if stray.place.column else "sheet"
    near = f" Did you mean {' or '.join(stray.nearest)}?" if stray.nearest else ""
    subject = ox.BlankNode("file")
    if not stray.name:
        return problem(COLUMN, subject, "A column has no heading.", "Name it in the first row.", stray.place)
    if noun == "column":
        wrong, advice = f'There is no column "{stray.name}".', f"Rename it, or take it out.{near}"
        return problem(COLUMN, subject, wrong, advice, stray.place, value=stray.name)
    if stray.place.sheet:
        wrong = f'"{stray.name}" is not the name of a sheet of the template, so it is not read.'
        advice = f"Name it as in the template, or take it out.{near}"
    else:
        wrong = f'Neither the name "{stray.name}" nor the headings are those of a table of the template.'
        advice = f"Name the file as in the template, such as projects.csv.{near}"
    return problem(SHEET, subject, wrong, advice, stray.place, value=stray.name)


def unreadable(
    error: UnreadableError | NotFoundError | AmbiguousNameError,
    subject: ox.NamedNode,
    column: Column,
    text: str,
    place: Place,
    *,
    can_be_new: bool,
    choices: tuple[str, ...] = (),
) -> Result:
    """A cell whose text is no value of its column.

    `can_be_new` when what it means can be described on a sheet; `choices` are all values there are, where they are few.
    """
    if isinstance(error, UnreadableError):
        return problem(READABLE, subject, error.problem, error.advice, place, column=column, value=text)
    if isinstance(error, AmbiguousNameError):
        wrong = f'"{text}" is the name of more than one thing: {"; ".join(error.candidates)}.'
        return problem(NAME, subject, wrong, "Write what stands in the brackets.", place, column=column, value=text)
    wrong = f'The graph has no "{text}" that could stand in the column {column.header}.'
    advice = _advice(error, column, choices, can_be_new=can_be_new)
    return problem(NAME, subject, wrong, advice, place, column=column, value=text)


def _advice(error: NotFoundError, column: Column, choices: tuple[str, ...], *, can_be_new: bool) -> str:
    near = " or ".join(f'"{name}"' for name in error.suggestions)
    new = " Something new is described on a sheet of its own." if can_be_new else ""
    if near:
        return f"Did you mean {near}?{new}"
    if choices:
        return f"Choose one of: {', '.join(choices)}."
    return f"{column.values.message or 'Choose from the list.'}{new}"
