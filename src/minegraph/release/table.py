"""A table of the things of one class: its columns and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from minegraph.labels import labels_of
from minegraph.release.columns import Column, Survey, columns
from minegraph.release.records import Held, Shelf, records
from minegraph.store import LocalStore
from minegraph.terms import compress


@dataclass(frozen=True, slots=True)
class Kind:
    """A class that has a table: its IRI, the name of the table, what one thing is called, and what that is."""

    iri: str
    name: str
    label: str
    definition: str


class Cell(NamedTuple):
    """What stands in a cell; `datatype` is that of a single literal of no language, else empty."""

    text: str
    datatype: str = ""


_EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as often as one reads it; `has_english_labels` says that all labels are the preferred English names."""

    kind: Kind
    columns: tuple[Column, ...]
    has_english_labels: bool
    count: int
    shelf: Shelf
    labels: Mapping[str, str]

    @property
    def header(self) -> list[str]:
        """The names of the columns, in their order."""
        named = ((one.name, one.labels_name) if one.has_labels else (one.name,) for one in self.columns)
        return ["iri", "label", *(name for names in named for name in names)]

    def rows(self) -> Iterator[list[Cell]]:
        """The rows in the order of the IRIs."""
        for record in self.shelf:
            row = [Cell(record.iri), Cell(record.label)]
            for column in self.columns:
                values = record.values.get(column.key, ())
                held = [one for one in values if not column.targets or one.text in column.targets]
                row.append(_cell(held, column) if held else _EMPTY)
                if column.has_labels:
                    row.append(Cell(column.separator.join(self.labels[one.text] for one in held)))
            yield row


def table(
    source: LocalStore,
    kind: Kind,
    things: frozenset[str],
    *,
    labels: dict[str, str],
    inverses: frozenset[str],
    shelf: Shelf,
) -> Table:
    """The table of the things of a class, whose records are put on the shelf; the labels that it needs are added."""
    survey = Survey()
    names = _names(labels_of(source, things))
    for record in records(source, ((iri, names.get(iri, "")) for iri in sorted(things))):
        survey.add(record)
        shelf.put(record)
    targets = {iri for use in survey.uses.values() for iri in use.targets}
    found = columns(survey, inverses, _names(labels_of(source, targets, labels)))
    return Table(kind, tuple(found), survey.is_named_in_english, survey.count, shelf, labels)


def _names(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels that the graph gives, without those that are made of the IRI for want of one."""
    return {iri: label for iri, label in labels.items() if label != compress(iri)}


def _cell(held: list[Held], column: Column) -> Cell:
    if column.separator:
        return Cell(column.separator.join(one.text for one in held))
    return Cell(held[0].text, held[0].datatype)
