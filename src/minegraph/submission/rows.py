"""Rows of tables as statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.forms import Column, Names
from minegraph.forms.cells import split_values
from minegraph.forms.form import TYPE
from minegraph.forms.literals import is_numeric
from minegraph.forms.numbers import has_comma, require_one_meaning
from minegraph.forms.row import read_value
from minegraph.forms.unreadable import UnreadableError
from minegraph.places import Place
from minegraph.submission.identifiers import Identity, id_place, identify
from minegraph.submission.locations import Locations
from minegraph.submission.problems import IDENTIFIER, NOT_PLAIN, PLAIN, problem, unread, unreadable
from minegraph.submission.tables import Entry, Heading, Table
from minegraph.tabular import Cell
from minegraph.terms import MG, PREFIXES
from minegraph.validation import Result
from minegraph.validation.triples import Term

NAMING = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel", f"{MG}acronym")
_CODE = re.compile("[A-Z]{2}[0-9A-Z]{1,3}")


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
    reworded: dict[Place, list[tuple[str, str]]] = field(default_factory=dict)


def read_rows(tables: Sequence[Table], names: Names) -> Statements:
    """What the rows of tables say.

    Rows may refer to each other. What is not understood is left out: `unsaid` holds the things and properties that
    have a result for it. `codes` are the texts that look like codes of regions, `reworded` by column the
    texts that were read in other words.
    """
    said = Statements()
    for table in tables:
        said.notes += table.notes
        said.results += map(unread, table.strays)
    identified = list(_identified(tables, names))
    with_commas = _with_commas(tables)
    for table, entry, identity in identified:
        said.results += identity.results
        _Row(table, entry, identity.subject, said, names).read(has_commas=entry.spot.place.file in with_commas)
    said.results += _twice(identified)
    said.notes += map(_reworded, said.reworded.items())
    return said


_Identified = tuple[Table, Entry, Identity]


def _identified(tables: Sequence[Table], names: Names) -> Iterator[_Identified]:
    """Every row with its IRI; rows known by name come first, since others may be known by them."""
    plain = [table for table in tables if not any(column.identifies for column in table.form.columns)]
    yield from _added(plain, names)
    _prepare(tables, names)
    yield from _added([table for table in tables if table not in plain], names)


def _added(tables: Iterable[Table], names: Names) -> Iterator[_Identified]:
    for table in tables:
        found = [(table, entry, identify(entry, table.form, names)) for entry in table.entries]
        for _, entry, identity in found:
            names.add(identity.subject.value, table.form.kinds, _labels(entry))
        yield from found


def _labels(entry: Entry) -> list[str]:
    texts = (cell.text for heading, cell in entry.cells if heading.column and heading.column.property in NAMING)
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
    """A result for each row that is not the first with its IRI; only a remark where that was given on purpose."""
    seen: Counter[object] = Counter()
    for _, entry, identity in rows:
        seen[identity.subject] += 1
        if seen[identity.subject] > 1 and not identity.results:
            yield _again(entry, identity)


def _again(entry: Entry, identity: Identity) -> Result:
    subject, place = identity.subject, id_place(entry)
    if identity.given:
        wrong, advice = "A row above has the same id.", "Both are read as one thing; if they are two, change the id."
        return problem(IDENTIFIER, subject, wrong, advice, place, severity="Info")
    wrong, advice = "A row above describes the same thing.", "Join the rows, or tell them apart by their ids."
    return problem(IDENTIFIER, subject, wrong, advice, place, severity="Warning")


def _reworded(found: tuple[Place, list[tuple[str, str]]]) -> str:
    where, texts = found
    written, meant = texts[0]
    times = "1 value was" if len(texts) == 1 else f"{len(texts)} values were"
    return f'{where}: {times} read in other words, such as "{written}" as {meant}.'


def _with_commas(tables: Iterable[Table]) -> frozenset[str]:
    """The files in which numbers have a comma before their decimals, or points between their digits."""
    return frozenset(entry.spot.place.file for table in tables for entry in table.entries if _has_commas(table, entry))


def _has_commas(table: Table, entry: Entry) -> bool:
    cells = (
        cell.text for heading, cell in entry.cells if heading.column and is_numeric(heading.column.values.datatypes)
    )
    return table.has_commas or any(map(has_comma, cells))


class _Row:
    """One row and what becomes of it."""

    def __init__(self, table: Table, entry: Entry, subject: ox.NamedNode, said: Statements, names: Names) -> None:
        self._table, self._entry, self._subject = table, entry, subject
        self._said, self._names = said, names
        self._has_commas = False

    def read(self, *, has_commas: bool) -> None:
        self._has_commas = has_commas
        self._said.locations.begin(self._subject, self._entry.spot)
        self._said.unsaid.update((self._subject, prop) for prop in self._table.mistaken)
        kinds = False
        for heading, cell in self._entry.cells:
            if heading.column:
                kinds |= self._cell(heading, heading.column, cell) and heading.column.property == TYPE
        if not kinds:
            self._state(TYPE, ox.NamedNode(self._table.form.class_iri))

    def _cell(self, heading: Heading, column: Column, cell: Cell) -> bool:
        """Read a cell; True when it says anything."""
        if cell.kind in NOT_PLAIN:
            wrong, advice = NOT_PLAIN[cell.kind]
            place = self._entry.spot.at(column.property)
            self._refuse(column, problem(PLAIN, self._subject, wrong, advice, place, column=column, value=cell.text))
            return False
        parts = split_values(cell.text)
        for text in parts:
            self._value(text, heading, column, is_number=cell.kind == "number")
        return bool(parts)

    def _value(self, text: str, heading: Heading, column: Column, *, is_number: bool) -> None:
        place = self._entry.spot.at(column.property)
        try:
            if self._has_commas and not is_number and is_numeric(column.values.datatypes):
                require_one_meaning(text)
            reading = read_value(text, column, self._names, heading.language)
        except (UnreadableError, NotFoundError, AmbiguousNameError) as error:
            new, few = self._names.can_be_new(column.values), self._names.few(column.values)
            result = unreadable(error, self._subject, column, text, place, can_be_new=new, choices=few)
            self._refuse(column, result)
            return
        if reading.reworded:
            where = replace(place, row=0, line=0)
            self._said.reworded.setdefault(where, []).append((text, reading.term.value))
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
