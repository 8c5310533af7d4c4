"""A thing as a row of a form: one value in words and back, and all that is said of a thing in the columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.forms.cells import join_values
from minegraph.forms.form import TYPE, Column, Form
from minegraph.forms.literals import DEFAULT_LANGUAGE, Reading, read_literal, write_literal
from minegraph.forms.names import Names
from minegraph.forms.unreadable import UnreadableError
from minegraph.lookup import as_iri
from minegraph.terms import ID

ID_HEADER = "id"


@dataclass(frozen=True)
class Row:
    """A thing in the columns of a form: its id, the text of each column that has one, and what no column takes."""

    id: str
    cells: dict[str, str]
    rest: tuple[ox.Triple, ...]


def write_row(form: Form, iri: str, triples: Iterable[ox.Triple], names: Names) -> Row:
    """The row of a thing, from what is stated of it. Values stand in the order of their names."""
    said: dict[str, list[str]] = {}
    rest: list[ox.Triple] = []
    for triple in sorted(set(triples), key=str):
        column = form.properties.get(triple.predicate.value)
        if column is not None and not isinstance(triple.object, ox.BlankNode | ox.Triple):
            said.setdefault(column.property, []).append(write_value(triple.object, column, names))
        elif triple.predicate.value != TYPE or triple.object != ox.NamedNode(form.class_iri):
            rest.append(triple)
    return Row(short_id(form, iri), {name: join_values(values) for name, values in said.items()}, tuple(rest))


def short_id(form: Form, iri: str) -> str:
    """What stands in the id column for an IRI."""
    if iri.startswith(form.space):
        return iri.removeprefix(form.space)
    return iri.removeprefix(ID) if iri.startswith(ID) else iri


def write_value(term: ox.NamedNode | ox.Literal, column: Column, names: Names) -> str:
    """One value as the text that `read_value` reads as the same term."""
    wanted = column.values
    if isinstance(term, ox.Literal):
        return write_literal(term, wanted.datatypes)
    if wanted.refers or wanted.options:
        return names.name(term.value, wanted)
    return term.value.removeprefix(ID) if wanted.addresses and term.value.startswith(ID) else term.value


def read_value(text: str, column: Column, names: Names, language: str = DEFAULT_LANGUAGE) -> Reading:
    """The term that a text in a column means; text without a language of its own is in `language`.

    Raises UnreadableError for a text of the wrong form, NotFoundError or AmbiguousNameError for a name.
    """
    wanted = column.values
    if wanted.refers or wanted.options:
        return Reading(ox.NamedNode(names.find(text, wanted, column.header)))
    iri = as_iri(text)
    if iri and (wanted.addresses or not wanted.datatypes):
        return Reading(ox.NamedNode(iri))
    if wanted.addresses:
        return Reading(_slug(text, names))
    return read_literal(text, wanted.datatypes, language)


def _slug(text: str, names: Names) -> ox.NamedNode:
    if names.knows(f"{ID}{text}"):
        return ox.NamedNode(f"{ID}{text}")
    problem = f'"{text}" is neither a web address nor the id of something in the graph.'
    raise UnreadableError(problem, "Write it in full, beginning with https://.")
