"""RDF as Turtle that is written while it is read: a block for each subject, as in the canonical form of files.

Names with prefixes are plain ones only: what would need an escape (`mgid:region\\/FI1D7`) is written as an IRI, since
Virtuoso 7 reads the backslash as a part of the IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from minegraph.ntriples import Said, by_subject
from minegraph.turtle import BARE, INDENT, TYPE

PLAIN = "[A-Za-z0-9_][A-Za-z0-9_-]*"


def header(prefixes: Mapping[str, str]) -> str:
    """The declarations of prefixes."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def turtle_blocks(lines: Iterable[list[bytes]], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Sorted canonical N-Triples, some lines at a time, as a block for each subject that ends with a line end."""
    writer = _Writer(prefixes)
    return (writer.block(subject, said) for subject, said in by_subject(lines))


class _Writer:
    """Writes blocks, with names under some prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {space: prefix for prefix, space in prefixes.items()}
        spaces = "|".join(map(re.escape, sorted(self._prefixes, key=len, reverse=True)))
        self._known = re.compile(f"<({spaces})({PLAIN})>")
        self._verb = lru_cache(1 << 10)(self._name)

    def block(self, subject: str, triples: Iterable[Said]) -> str:
        """What is said of a subject: its classes first."""
        objects: dict[str, list[str]] = {}
        for said in triples:
            objects.setdefault(said.predicate, []).append(self._object(said))
        kinds = objects.pop(TYPE.value, None)
        lines = [] if kinds is None else [f"{INDENT}a {' , '.join(kinds)} ;\n"]
        lines += [f"{INDENT}{self._verb(f'<{verb}>')} {' , '.join(values)} ;\n" for verb, values in objects.items()]
        return f"{self._name(subject)}\n{''.join(lines)}.\n"

    def _object(self, said: Said) -> str:
        if said.resource is not None:
            return self._name(said.resource)
        if said.language is not None:
            return f'"{said.text}"@{said.language}'
        if said.datatype is None:
            return f'"{said.text}"'
        if said.datatype in BARE and BARE[said.datatype].fullmatch(said.text):
            return said.text
        return f'"{said.text}"^^{self._verb(f"<{said.datatype}>")}'

    def _name(self, resource: str) -> str:
        found = self._known.fullmatch(resource)
        return f"{self._prefixes[found[1]]}:{found[2]}" if found else resource
