"""The IRIs of rows: given by id, or made from what the row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.forms import Column, Form, Names
from minegraph.forms.cells import split_values
from minegraph.forms.row import read_value
from minegraph.forms.unreadable import UnreadableError
from minegraph.labels import slugify
from minegraph.lookup import as_iri
from minegraph.places import Place
from minegraph.submission.problems import IDENTIFIER, NOT_PLAIN, problem
from minegraph.submission.tables import Entry
from minegraph.tabular import column_letter
from minegraph.terms import ID, MG, PREFIXES
from minegraph.validation import Result

_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_.~][A-Za-z0-9]+)*")
_PATH = re.compile(rf"[a-z]+(?:-[a-z]+)*/{_SLUG.pattern}")
_LABEL = f"{PREFIXES['skos']}prefLabel"
_ACRONYM = f"{MG}acronym"


@dataclass(frozen=True)
class Identity:
    """The IRI of a row, `given` in its id or made. With results, which say what is wrong, it is only for the report."""

    subject: ox.NamedNode
    given: bool
    results: tuple[Result, ...] = ()


def identify(entry: Entry, form: Form, names: Names) -> Identity:
    """The IRI of a row: its id, else its name, else the columns that identify it."""
    given = next((cell for heading, cell in entry.cells if heading.column is None), None)
    if given and given.kind in NOT_PLAIN:
        return _refused(entry, form, *NOT_PLAIN[given.kind], given.text)
    if given and given.text.strip():
        return _by_id(given.text.strip(), entry, form, names)
    made = _slug_of_columns(entry, form, names) if _identifying(form) else slugify(_called(entry))
    if not made:
        wrong, advice = "The row has no id, and none can be made from it.", "Write a short name in the column id."
        return _refused(entry, form, wrong, advice, "")
    iri = f"{form.space}{made}"
    if not _identifying(form) and names.knows(iri):
        wrong = f'The graph has "{made}" already, which would be the id of this row.'
        advice = f'If it is the same, write "{made}" in the column id; if it is another, write an id of your own.'
        if version := names.submission_of(iri):
            advice += f" For a new version of {version}: --replaces {version}."
        return _refused(entry, form, wrong, advice, made)
    return Identity(ox.NamedNode(iri), given=False)


def _by_id(text: str, entry: Entry, form: Form, names: Names) -> Identity:
    iri = as_iri(text) or (f"{ID}{text}" if _PATH.fullmatch(text) else f"{form.space}{text}")
    if iri.startswith(form.space) and not _SLUG.fullmatch(iri.removeprefix(form.space)):
        wrong = f'"{text}" cannot be part of a web address.'
        return _refused(
            entry, form, wrong, f'Use Latin letters, digits and hyphens only, such as "{slugify(text)}".', text
        )
    if not iri.startswith(ID):
        wrong = f'"{text}" is not an id of this graph.'
        return _refused(entry, form, wrong, f"Write a short name; the web address begins with {form.space}.", text)
    small = iri.lower()
    known = small if names.knows(small) and not names.knows(iri) else iri
    if not _fits(known, form, names):
        wrong = f'"{text}" is not the id of something that belongs on the sheet {form.name}.'
        advice = "Describe it on the sheet of its kind, or write a short name of your own."
        return _refused(entry, form, wrong, advice, text)
    return Identity(ox.NamedNode(known), given=True)


def _fits(iri: str, form: Form, names: Names) -> bool:
    """True for a thing of the form's classes, and for something new where its IRI begins as theirs do."""
    kinds = names.kinds(iri)
    return bool(kinds & form.kinds.keys()) if kinds else iri.startswith(form.space)


def _called(entry: Entry) -> str:
    """The acronym of a row, else its name."""
    texts = {heading.column.property: cell.text for heading, cell in reversed(entry.cells) if heading.column}
    called = split_values(texts.get(_ACRONYM, "") or texts.get(_LABEL, ""))
    return re.sub(r"\s*@[A-Za-z-]+$", "", called[0]) if called else ""


def _identifying(form: Form) -> list[Column]:
    return [column for column in form.columns if column.identifies]


def _slug_of_columns(entry: Entry, form: Form, names: Names) -> str:
    return "-".join(_parts(entry, _identifying(form), names))


def _parts(entry: Entry, columns: Sequence[Column], names: Names) -> Iterator[str]:
    texts = {heading.column.property: cell.text for heading, cell in entry.cells if heading.column}
    for column in columns:
        for text in split_values(texts.get(column.property, ""))[:1]:
            try:
                term = read_value(text, column, names).term
            except (UnreadableError, NotFoundError, AmbiguousNameError):
                yield slugify(text)
            else:
                yield slugify(term.value.rpartition("/")[2] if isinstance(term, ox.NamedNode) else term.value)


def _refused(entry: Entry, form: Form, wrong: str, advice: str, text: str) -> Identity:
    """A stand-in by the place of the row, so that the rest of the row is looked at all the same."""
    place = id_place(entry)
    subject = ox.NamedNode(f"{form.space}row-{place.row}-of-{slugify(f'{place.file} {place.sheet}') or 'table'}")
    return Identity(subject, given=False, results=(problem(IDENTIFIER, subject, wrong, advice, place, value=text),))


def id_place(entry: Entry) -> Place:
    """Where the id of a row stands, else what it was made from; the row when there is neither."""
    letter = next((cell.column for heading, cell in entry.cells if heading.column is None), 0)
    if letter:
        return replace(entry.spot.place, column=column_letter(letter), header="id")
    filled = {heading.column.property for heading, _ in entry.cells if heading.column}
    return entry.spot.at(next((prop for prop in (_ACRONYM, _LABEL) if prop in filled), None))
