"""Tables that were filled in: which form each one is, what its columns are, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minegraph.forms import Column, Form
from minegraph.forms.literals import DEFAULT_LANGUAGE, LANG_STRING
from minegraph.forms.row import ID_HEADER
from minegraph.forms.sheet import NOTE
from minegraph.forms.workbook import README
from minegraph.labels import fold
from minegraph.likeness import NEARLY_AS_CLOSE
from minegraph.places import Place
from minegraph.submission.locations import Spot
from minegraph.tabular import Cell, Grid, column_letter
from minegraph.terms import compress
from minegraph.validation.report.overview import TITLE

_LANGUAGE = re.compile(r"(.*?)\s*(?:@|\()([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)?")
_ERROR = re.compile(r"#(?:N/A|GETTING_DATA|[A-Z0-9/_]+[!?])")
_NOTES = 3  # of the template: meaning, needed, example
_ENOUGH = 0.6
_CLOSE = 70


@dataclass(frozen=True)
class Heading:
    """What a column of a table holds: a column of the form (None is the id), and the language of its text."""

    column: Column | None
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Stray:
    """Something of a table that is not read: a sheet or a column that no form has."""

    place: Place
    name: str
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A row that was filled in, by its headings."""

    spot: Spot
    cells: tuple[tuple[Heading, Cell], ...]


@dataclass(frozen=True)
class Table:
    """A table with its form. `has_commas`: it is of a kind in which decimals usually have a comma before them."""

    form: Form
    entries: tuple[Entry, ...]
    strays: tuple[Stray, ...]
    notes: tuple[str, ...]
    has_commas: bool = False

    @property
    def mistaken(self) -> tuple[str, ...]:
        """The properties that columns which are not read were probably meant to hold."""
        near = {name for stray in self.strays for name in stray.nearest}
        return tuple(column.property for column in self.form.columns if column.header in near)


def read_table(grid: Grid, file: str, forms: Sequence[Form], *, is_sheet: bool) -> Table | Stray | None:
    """The table in a grid; Stray when no form has its name or columns, None when nothing is filled in.

    A sheet is known by its name; a text file also by its headings.
    """
    if is_sheet and fold(grid.name) in map(fold, (README, TITLE)):
        return None
    first = min((row[0].column for row in grid.rows), default=0)
    rows = [row for row in grid.rows if row[0].column != first or not is_note(row[0])]
    if not rows or (is_sheet and len(rows) == 1):
        return None
    form = _by_name(grid.name, forms) or (None if is_sheet else _by_headings(rows[0], forms))
    if form is None:
        names = tuple(_near(grid.name, [form.name for form in forms]))
        return Stray(Place(file, sheet=grid.name if is_sheet else ""), grid.name, names)
    return _table(form, grid, rows, file, is_sheet=is_sheet)


def is_note(cell: Cell) -> bool:
    """Whether a cell at the start of a row begins with `#`; an error of the spreadsheet program is no note."""
    text = cell.text.strip()
    return cell.kind == "text" and text.startswith(NOTE) and not _ERROR.fullmatch(text)


def _table(form: Form, grid: Grid, rows: Sequence[tuple[Cell, ...]], file: str, *, is_sheet: bool) -> Table:
    sheet = grid.name if is_sheet else ""
    headings = {cell.column: heading for cell in rows[0] if (heading := _heading(cell.text, form))}
    used = {cell.column for row in rows[1:] for cell in row}
    unknown = [cell for cell in rows[0] if cell.column not in headings and cell.column in used]
    known = [ID_HEADER, *(column.header for column in form.columns)]
    strays = [_stray(Place(file, sheet, rows[0][0].row, column_letter(cell.column)), cell, known) for cell in unknown]
    nameless = sorted(used - {cell.column for cell in rows[0]})
    strays += [Stray(Place(file, sheet, rows[0][0].row, column_letter(at)), "", ()) for at in nameless]
    letters = {
        heading.column.property: (column_letter(at), heading.column.header)
        for at, heading in headings.items()
        if heading.column
    }
    entries = (
        Entry(
            Spot(Place(file, sheet, row[0].row, line=grid.lines.get(row[0].row, 0)), letters),
            tuple((headings[cell.column], cell) for cell in row if cell.column in headings),
        )
        for row in rows[1:]
    )
    filled = tuple(entry for entry in entries if entry.cells)
    skipped = len(grid.rows) - len(rows)
    notes = tuple(_notes(form, grid, len(filled), skipped, Place(file, sheet)))
    return Table(form, filled, tuple(strays), notes, has_commas=grid.separator == ";")


def _notes(form: Form, grid: Grid, rows: int, skipped: int, where: Place) -> Iterator[str]:
    """What was read, as what, and how, each with where it stands; `skipped` is how many rows are notes."""
    yield f"{where}: {rows} {'row' if rows == 1 else 'rows'} of {form.name}."
    if skipped > _NOTES:
        yield f"{where}: {skipped} rows begin with # and were not read."
    yield from (f"{where}: {note[:1].lower()}{note[1:]}" for note in grid.notes)


def _stray(place: Place, cell: Cell, known: list[str]) -> Stray:
    return Stray(place, cell.text, tuple(_near(cell.text, known)))


def _heading(text: str, form: Form) -> Heading | None:
    if fold(text) in (ID_HEADER, "iri", "identifier"):
        return Heading(None)
    column = _column(text, form)
    if column:
        return Heading(column)
    tagged = _LANGUAGE.fullmatch(text.strip())
    column = _column(tagged[1], form) if tagged else None
    if column and tagged and LANG_STRING in column.values.datatypes:
        return Heading(column, tagged[2].lower())
    return None


def _column(text: str, form: Form) -> Column | None:
    wanted = fold(text)
    by_header = (column for column in form.columns if fold(column.header) == wanted)
    by_property = (
        column
        for column in form.columns
        if text.strip() in (column.property, compress(column.property)) or fold(_words(column.property)) == wanted
    )
    return next(by_header, None) or next(by_property, None)


def _words(iri: str) -> str:
    """The end of an IRI as words: `mg:euContribution` is `eu Contribution`."""
    return re.sub("([A-Z])", r" \1", iri.rpartition("#")[2].rpartition("/")[2])


def _by_name(name: str, forms: Sequence[Form]) -> Form | None:
    wanted = fold(name)
    return next((form for form in forms if wanted in map(fold, form.names)), None)


def _by_headings(row: tuple[Cell, ...], forms: Sequence[Form]) -> Form | None:
    """The one form that has the most of the headings, if it has most of them."""
    shares = sorted(((_share(row, form), form.name, form) for form in forms), key=lambda one: one[:2], reverse=True)
    (best, _, form), (second, *_) = shares[0], shares[1]
    return form if best >= _ENOUGH and best > second else None


def _share(row: tuple[Cell, ...], form: Form) -> float:
    return sum(_heading(cell.text, form) is not None for cell in row) / len(row)


def _near(text: str, known: Iterable[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    names = list(known)
    found = process.extract(fold(text), names, processor=fold, scorer=fuzz.WRatio, limit=2, score_cutoff=_CLOSE)
    return [name for name, score, _ in found if score >= found[0][1] - NEARLY_AS_CLOSE]
