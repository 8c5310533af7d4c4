"""RDF as JSON-LD that is written while it is read: one node object a line, under the context of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minegraph.context import IRIS, LANGUAGES, Context
from minegraph.ntriples import Said, by_subject
from minegraph.terms import expand

_TYPE = expand("rdf:type")


def node_objects(lines: Iterable[list[bytes]], context: Context) -> Iterator[str]:
    """Sorted canonical N-Triples, some lines at a time, as a node object for each subject, under a context.

    Raises FormatError for what is not RDF 1.1. An IRI such as `geo:60.2,24.9` would be read as if `geo` were the
    prefix: its node object does without that.
    """
    writer = _Writer(context)
    for subject, triples in by_subject(lines):
        said = list(triples)
        node = writer.node(subject, said)
        if writer.mistaken:
            node = _Writer(context, frozenset(writer.mistaken)).node(subject, said)
            writer.mistaken.clear()
        yield node


class _Writer:
    """Writes node objects without some prefixes; `mistaken` are prefixes that an IRI only seemed to have."""

    def __init__(self, context: Context, without: frozenset[str] = frozenset()) -> None:
        self._context, self._without = context, without
        self._prefixes = {space: prefix for prefix, space in context.prefixes.items() if prefix not in without}
        self._schemes = frozenset(self._prefixes.values())
        spaces = "|".join(map(re.escape, sorted(self._prefixes, key=len, reverse=True)))
        self._known = re.compile(f"({spaces})(?!//)(.+)")
        self.mistaken: set[str] = set()

    def node(self, subject: str, triples: Iterable[Said]) -> str:
        """What is said of a subject, as a JSON object."""
        members: dict[str, str] = {}
        if self._without:
            members["@context"] = _object(dict.fromkeys(sorted(self._without), "null"))
        members["@id"] = f'"{self._name(subject)}"'
        for key, values in self._values(triples).items():
            members[key] = _array(values) if isinstance(values, list) else _object(_arrays(values))
        return _object(members)

    def _values(self, triples: Iterable[Said]) -> dict[str, list[str] | dict[str, list[str]]]:
        """The values of each property; by their language where the property is read so."""
        values: dict[str, list[str]] = {}
        texts: dict[str, dict[str, list[str]]] = {}
        for said in triples:
            reading = self._context.readings.get(said.predicate)
            if reading == LANGUAGES and said.resource is None and said.datatype is None:
                by_language = texts.setdefault(self._context.names[said.predicate], {})
                by_language.setdefault(said.language or "@none", []).append(f'"{said.text}"')
            elif said.predicate == _TYPE and said.resource is not None:
                values.setdefault("@type", []).append(f'"{self._class(said.resource)}"')
            else:
                key = self._short(said.predicate) if reading == LANGUAGES else self._term(said.predicate)
                values.setdefault(key, []).append(self._value(said, reading))
        return {**values, **texts}

    def _value(self, said: Said, reading: str | None) -> str:
        """A value as a string where its property is read as what it is, else as an object that says what it is.

        The text of a literal is, with the escapes of N-Triples, the text of a string in JSON.
        """
        if said.resource is not None:
            name = f'"{self._name(said.resource)}"'
            return name if reading == IRIS else _object({"@id": name})
        text = f'"{said.text}"'
        if said.language is not None:
            return _object({"@value": text, "@language": f'"{said.language}"'})
        if said.datatype == reading:
            return text
        if said.datatype is None:
            return _object({"@value": text})
        return _object({"@value": text, "@type": f'"{self._short(said.datatype)}"'})

    def _name(self, resource: str) -> str:
        return self._short(resource[1:-1]) if resource[0] == "<" else resource

    def _class(self, resource: str) -> str:
        return self._context.names.get(resource[1:-1]) or self._name(resource)

    def _term(self, predicate: str) -> str:
        return self._context.names.get(predicate) or self._short(predicate)

    def _short(self, iri: str) -> str:
        """The compact IRI, unless a reader would take it for something else."""
        if found := self._known.match(iri):
            return f"{self._prefixes[found[1]]}:{found[2]}"
        scheme = iri.partition(":")[0]
        if scheme in self._schemes:
            self.mistaken.add(scheme)
        return iri


def _object(members: dict[str, str]) -> str:
    return "{" + ",".join(f'"{key}":{value}' for key, value in members.items()) + "}"


def _arrays(members: dict[str, list[str]]) -> dict[str, str]:
    return {key: _array(values) for key, values in members.items()}


def _array(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{','.join(values)}]"
