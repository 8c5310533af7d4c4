"""The JSON-LD context of the graph: the prefixes, and a short name for every term of the ontology.

A property says in it how its values are read: as IRIs, as literals of one datatype, or as texts by their language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from minegraph.files import Layout, parse_turtle, read_bytes
from minegraph.terms import GRAPH, MG, PREFIXES, expand

IRIS, LANGUAGES = "@id", "@language"
STRING = expand("xsd:string")
_ONTOLOGY = f"{GRAPH}ontology/"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TYPE, _RANGE = expand("rdf:type"), expand("rdfs:range")
_CLASS, _LINK, _VALUE = (expand(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty"))
_KINDS = frozenset({_CLASS, _LINK, _VALUE})


@dataclass(frozen=True)
class Context:
    """Short names by IRI, and what the values of properties are read as: IRIS, LANGUAGES or the IRI of a datatype."""

    names: Mapping[str, str]
    readings: Mapping[str, str]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The known prefixes, but for those that a term is called by."""
        taken = set(self.names.values())
        return {prefix: namespace for prefix, namespace in sorted(PREFIXES.items()) if prefix not in taken}

    @property
    def document(self) -> dict[str, object]:
        """What stands under `@context`."""
        terms = {name: self._definition(iri) for iri, name in sorted(self.names.items(), key=lambda item: item[1])}
        return {"@version": 1.1, **self.prefixes, **terms}

    def _definition(self, iri: str) -> object:
        reading = self.readings.get(iri)
        if reading is None:
            return iri
        return {"@id": iri, ("@container" if reading == LANGUAGES else "@type"): reading}


def read_context(layout: Layout) -> Context:
    """The context that the ontology of a graph makes. Raises SourceError."""
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for path in (path for graph, path in layout.graph_files.items() if graph.startswith(_ONTOLOGY)):
        for quad in parse_turtle(read_bytes(path), path):
            found = {_TYPE: kinds, _RANGE: ranges}.get(quad.predicate.value)
            if found is not None and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found.setdefault(quad.subject.value, set()).add(quad.object.value)
    terms = {iri: _KINDS & said for iri, said in kinds.items() if _KINDS & said}
    names = {iri: iri.removeprefix(MG) for iri in terms if iri.startswith(MG) and _NAME.fullmatch(iri[len(MG) :])}
    readings = {iri: _reading(terms[iri], ranges.get(iri, ())) for iri in names}
    return Context(names, {iri: reading for iri, reading in readings.items() if reading})


def _reading(kinds: Collection[str], ranges: Collection[str]) -> str:
    """What the values of a term of some kinds are read as; empty for classes and where anything may stand."""
    if set(kinds) == {_LINK}:
        return IRIS
    (datatype,) = ranges if set(kinds) == {_VALUE} and len(ranges) == 1 else ("",)
    return {expand("rdf:langString"): LANGUAGES, STRING: ""}.get(datatype, datatype)
