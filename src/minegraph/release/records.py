"""What the graph says of a thing, in the order in which a table shows it; and a place to keep that for a while."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal as OneOf
from typing import NamedTuple, Self

from pyoxigraph import Literal, NamedNode, Quad

from minegraph.store import LocalStore, Term, reading
from minegraph.terms import INFERRED, MG, expand

TYPE = NamedNode(expand("rdf:type"))
Form = OneOf["link", "text", "english", "other"]
"""A link to another resource; a number, date or text of no language; text in English; text in another language."""

_INFERRED = NamedNode(INFERRED)


class Key(NamedTuple):
    """What stands in one column: the values of a property that are of one form."""

    property: str
    form: Form


class Held(NamedTuple):
    """A value as a cell holds it; the datatype is that of a literal of no language, else empty."""

    text: str
    datatype: str
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A thing, its name (empty where the graph gives none), and what is said of it.

    Of several values those that files state come first, then the inferred ones, each in the order of their text. A text
    in another language than English ends with its language, as in the templates: `Lappi @fi`. Of the classes of a thing
    only minegraph's own are there: those of other vocabularies follow from them.
    """

    iri: str
    label: str
    values: dict[Key, list[Held]]


def records(source: LocalStore, things: Iterable[tuple[str, str]]) -> Iterator[Record]:
    """The records of things, given by their IRIs and labels; blank nodes have no place in a table."""
    for iri, label in things:
        found: dict[Key, dict[tuple[str, str], bool]] = {}
        for quad in reading(source.engine.quads_for_pattern(NamedNode(iri), None, None, None)):
            if (cell := _cell(quad.object)) and _is_telling(quad):
                form, held = cell
                said = found.setdefault(Key(quad.predicate.value, form), {})
                said[held] = said.get(held, False) or quad.graph_name != _INFERRED
        yield Record(iri, label, {key: _ordered(said) for key, said in found.items()})


class Shelf:
    """Keeps records in a file of its own until it is closed, since a class can have more of them than fit in memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed with the shelf)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, record: Record) -> None:
        """Keep a record, after all that were kept before."""
        said = [[*key, values] for key, values in record.values.items()]
        self._file.write(f"{json.dumps([record.iri, record.label, said])}\n")

    def __iter__(self) -> Iterator[Record]:
        """The records in the order in which they were put."""
        self._file.seek(0)
        for line in self._file:
            iri, label, said = json.loads(line)
            yield Record(iri, label, {Key(name, form): [Held(*one) for one in held] for name, form, held in said})


def _cell(term: Term) -> tuple[Form, tuple[str, str]] | None:
    """What a cell holds of a term: the text and the datatype; nothing of a blank node."""
    match term:
        case NamedNode(value=iri):
            return "link", (iri, "")
        case Literal(value=text, language="en"):
            return "english", (text, "")
        case Literal(value=text, language=str() as language):
            return "other", (f"{text} @{language}", "")
        case Literal(value=text, datatype=datatype):
            return "text", (text, datatype.value)
        case _:
            return None


def _is_telling(quad: Quad) -> bool:
    """Not that a thing is of a class of another vocabulary."""
    return quad.predicate != TYPE or (isinstance(quad.object, NamedNode) and quad.object.value.startswith(MG))


def _ordered(said: dict[tuple[str, str], bool]) -> list[Held]:
    found = [Held(text, datatype, is_stated) for (text, datatype), is_stated in said.items()]
    return sorted(found, key=lambda one: (not one.is_stated, one.text, one.datatype))
