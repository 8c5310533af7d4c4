"""Rows of tables as statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.forms import Column, Names
from minegraph.forms.cells import split_values
from minegraph.forms.form import TYPE
from minegraph.forms.literals import UnreadableError
from minegraph.forms.row import read_value
from minegraph.places import Place
from minegraph.submission.identifiers import Identity, identify
from minegraph.submission.locations import Locations
from minegraph.submission.problems import IDENTIFIER, PLAIN, problem, unread, unreadable
from minegraph.submission.tables import Entry, Heading, Table
from minegraph.tabular import Cell
from minegraph.validation import Result
from minegraph.validation.triples import Term

_CODE = re.compile("[A-Z]{2}[0-9A-Z]{1,3}")
_ADVICE = {
    "formula": ("holds a formula, and formulas are not worked out", "Paste its value in its place."),
    "error": ("holds an error of the spreadsheet program", "Correct it, or empty the cell."),
}


@dataclass(frozen=True)
class Written:
    """A text that stands for a value: of which thing and column, and where."""

    subject: ox.NamedNode
    column: Column
    place: Place


@dataclass
class Statements:
    """What tables say so far: statements with their places, what is wrong, and how they were read."""

    quads: list[ox.Quad] = field(default_factory=list)
    locations: Locations = field(default_factory=Locations)
    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unsaid: set[tuple[Term, str]] = field(default_factory=set)
    codes: dict[str, list[Written]] = field(default_factory=dict)
    reworded: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)


def read_rows(tables: Sequence[Table], names: Names) -> Statements:
    """What the rows of tables say.

    Rows may refer to each other. What is not understood is left out: `unsaid` holds the things and properties that
    have a result for it. `codes` are the texts that look like codes of regions, `reworded` by sheet and column the
    texts that were read in other words.
    """
    said = Statements()
    for table in tables:
        said.notes += table.notes
        said.results += map(unread, table.strays)
    identified = list(_identified(tables, names))
    _prepare(tables, names)
    for table, entry, identity in identified:
        said.results += identity.results
        _Row(table, entry, identity.subject, said, names).read()
    said.results += _twice(identified)
    said.notes += map(_reworded, said.reworded.items())
    return said


_Identified = tuple[Table, Entry, Identity]


def _identified(tables: Sequence[Table], names: Names) -> Iterator[_Identified]:
    """Every row with its IRI; rows known by name come first, since others may be known by them."""
    plain = [table for table in tables if not any(column.identifies for column in table.form.columns)]
    for table in (*plain, *(table for table in tables if table not in plain)):
        found = [(table, entry, identify(entry, table.form, names)) for entry in table.entries]
        yield from found
        for _, entry, identity in found:
            if isinstance(identity.subject, ox.NamedNode):
                names.add(identity.subject.value, _kinds(table), _labels(entry))


def _kinds(table: Table) -> tuple[str, ...]:
    return tuple(table.form.kinds)


def _labels(entry: Entry) -> list[str]:
    named = ("prefLabel", "altLabel", "acronym")
    texts = (cell.text for heading, cell in entry.cells if heading.column and heading.column.property.endswith(named))
    return [part.rpartition(" @")[0] or part for text in texts for part in split_values(text)]


def _prepare(tables: Iterable[Table], names: Names) -> None:
    """Look up the names of a whole column at once."""
    texts: dict[Column, set[str]] = {}
    for table in tables:
        for entry in table.entries:
            for heading, cell in entry.cells:
                if heading.column and heading.column.values.classes:
                    texts.setdefault(heading.column, set()).update(split_values(cell.text))
    for column, written in texts.items():
        names.prepare(column.values, column.header, written)


def _twice(rows: Iterable[_Identified]) -> Iterator[Result]:
    """A result for each row that is not the first with its IRI, where nobody gave that on purpose."""
    seen: Counter[object] = Counter()
    for _, entry, identity in rows:
        seen[identity.subject] += 1
        if seen[identity.subject] > 1 and not identity.given and not identity.results:
            wrong, advice = "Another row describes the same thing.", "Join the rows, or tell them apart by their ids."
            yield problem(IDENTIFIER, identity.subject, wrong, advice, entry.spot.place, severity="Warning")


def _reworded(found: tuple[tuple[str, str], list[tuple[str, str]]]) -> str:
    (sheet, header), texts = found
    where = f"Sheet {sheet}, column" if sheet else "Column"
    written, meant = texts[0]
    times = "1 value was" if len(texts) == 1 else f"{len(texts)} values were"
    return f'{where} {header}: {times} read in other words, such as "{written}" as {meant}.'


class _Row:
    """One row and what becomes of it."""

    def __init__(self, table: Table, entry: Entry, subject: ox.NamedNode, said: Statements, names: Names) -> None:
        self._table, self._entry, self._subject = table, entry, subject
        self._said, self._names = said, names

    def read(self) -> None:
        self._said.locations.begin(self._subject, self._entry.spot)
        kinds = False
        for heading, cell in self._entry.cells:
            if heading.column:
                kinds |= self._cell(heading, heading.column, cell) and heading.column.property == TYPE
        if not kinds:
            self._state(TYPE, ox.NamedNode(self._table.form.class_iri))

    def _cell(self, heading: Heading, column: Column, cell: Cell) -> bool:
        """Read a cell; True when it says anything."""
        if cell.kind in _ADVICE:
            trouble, advice = _ADVICE[cell.kind]
            place = self._entry.spot.at(column.property)
            wrong = f"The cell {trouble}."
            self._refuse(column, problem(PLAIN, self._subject, wrong, advice, place, column=column, value=cell.text))
            return False
        parts = split_values(cell.text)
        for text in parts:
            self._value(text, heading, column)
        return bool(parts)

    def _value(self, text: str, heading: Heading, column: Column) -> None:
        try:
            reading = read_value(text, column, self._names, heading.language)
        except (UnreadableError, NotFoundError, AmbiguousNameError) as error:
            place = self._entry.spot.at(column.property)
            self._refuse(column, unreadable(error, self._subject, column, text, place))
            return
        place = self._entry.spot.at(column.property)
        if reading.reworded:
            self._said.reworded.setdefault((place.sheet, column.header), []).append((text, reading.term.value))
        if _CODE.fullmatch(text) and column.values.classes:
            self._said.codes.setdefault(text, []).append(Written(self._subject, column, place))
        self._state(column.property, reading.term)

    def _refuse(self, column: Column, result: Result) -> None:
        self._said.results.append(result)
        self._said.unsaid.add((self._subject, column.property))

    def _state(self, prop: str, term: ox.NamedNode | ox.Literal) -> None:
        quad = ox.Quad(self._subject, ox.NamedNode(prop), term)
        self._said.quads.append(quad)
        self._said.locations.add(quad, self._entry.spot)
