"""Canonical N-Triples, taken apart line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from minegraph.errors import FormatError

_RESOURCE = r"<[^>]*>|_:\S+"
_TEXT = r'"([^"\\]*(?:\\.[^"\\]*)*)"(?:@([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)|\^\^<([^>]*)>)?'
_LINE = re.compile(rf"({_RESOURCE}) <([^>]*)> (?:({_RESOURCE})|{_TEXT}) \.")


class Said(NamedTuple):
    """A triple: its object is a resource, or a text (escaped) with a language, a datatype, or neither.

    Resources are IRIs in angle brackets or blank nodes; the predicate and the datatype are IRIs as such.
    """

    subject: str
    predicate: str
    resource: str | None
    text: str
    language: str | None
    datatype: str | None


def by_subject(lines: Iterable[list[bytes]]) -> Iterator[tuple[str, Iterator[Said]]]:
    """The subjects of sorted lines, which come some at a time, each with its triples. Raises FormatError."""
    return groupby((_said(line.decode()) for some in lines for line in some), lambda said: said.subject)


def _said(line: str) -> Said:
    found = _LINE.fullmatch(line)
    if found is None:
        raise FormatError(f"{line} This is not RDF 1.1. Change it, or use another format.")
    return Said(*found.groups())
