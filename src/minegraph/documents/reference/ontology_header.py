"""What the ontology says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from minegraph.datasets import ONTOLOGY
from minegraph.documents.reference.vocabulary import Vocabulary
from minegraph.pages import Cell, Link
from minegraph.terms import BASE, GRAPH, expand

_HEADER = {
    "version": "owl:versionInfo",
    "this version": "owl:versionIRI",
    "status": "bibo:status",
    "created": "dcterms:created",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "licence": "dcterms:license",
    "rights": "dcterms:rights",
    "creator": "dcterms:creator",
    "publisher": "dcterms:publisher",
    "prefix": "vann:preferredNamespacePrefix",
    "namespace": "vann:preferredNamespaceUri",
    "cite as": "dcterms:bibliographicCitation",
    "modules": "owl:imports",
}
_BIBO = "http://purl.org/ontology/bibo/"


def summary(vocabulary: Vocabulary) -> str:
    """The header of the ontology in a line."""
    version, prefix = (vocabulary.texts(ONTOLOGY, curie) for curie in (_HEADER["version"], _HEADER["prefix"]))
    parts = [
        *(f"version {text}" for text in version),
        *(f"prefix {text}:" for text in prefix),
        "licence",
        "how to cite",
    ]
    return f"{parts[0][:1].upper()}{', '.join(parts)[1:]}"


def header(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """What the ontology says of itself."""
    yield "IRI", (ONTOLOGY,)
    for name, curie in _HEADER.items():
        iri = expand(curie.replace("bibo:", _BIBO))
        values = vocabulary.triples.objects(ox.NamedNode(ONTOLOGY), iri)
        if values:
            yield name, tuple(_value(vocabulary, value) for value in sorted(values, key=str))


def _value(vocabulary: Vocabulary, value: object) -> Cell:
    if not isinstance(value, ox.NamedNode):
        return value.value if isinstance(value, ox.Literal) else str(value)
    titles = vocabulary.texts(value.value, "dcterms:title") or vocabulary.texts(value.value, "skos:prefLabel")
    if value.value.startswith(_BIBO):
        return Link(value.value.rpartition("/")[2], value.value)
    if value.value.startswith(f"{ONTOLOGY}/"):
        module = value.value.replace(BASE, GRAPH, 1)
        return Link(titles[0].rpartition(": ")[2], module) if titles else value.value
    return Link(titles[0] if titles else value.value, value.value)
