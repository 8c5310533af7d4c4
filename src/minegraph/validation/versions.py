"""Which version of the shapes was asked."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from minegraph.validation.shacl import OWL


def version_of(triples: Iterable[ox.Triple]) -> str:
    """The owl:versionIRI of the ontology that imports others, else of the first in alphabetical order, else empty."""
    versions: dict[str, str] = {}
    importing: set[str] = set()
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
            if triple.predicate.value == f"{OWL}versionIRI":
                versions[subject.value] = value.value
            elif triple.predicate.value == f"{OWL}imports":
                importing.add(subject.value)
    best = min(versions, key=lambda ontology: (ontology not in importing, ontology), default=None)
    return versions[best] if best else ""
