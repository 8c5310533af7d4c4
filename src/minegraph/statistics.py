"""The graph in numbers: which classes and properties it uses, how often, and on what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.labels import labels_of
from minegraph.store import Source
from minegraph.terms import PREFIXES, compress

_CLASSES = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class"
# A triple that stands in two named graphs is found twice by engines whose default graph is a plain union.
_TRIPLES = "{ SELECT DISTINCT ?thing ?property ?value WHERE { ?thing ?property ?value } }"
_PROPERTIES = f"""SELECT ?property (COUNT(*) AS ?count) (COUNT(DISTINCT ?thing) AS ?subjects)
  (COUNT(DISTINCT ?value) AS ?objects) WHERE {{ {_TRIPLES} }} GROUP BY ?property"""
_USES = f"""SELECT ?class ?property (COUNT(*) AS ?count)
  WHERE {{ {_TRIPLES} {{ SELECT DISTINCT ?thing ?class WHERE {{ ?thing a ?class }} }} }} GROUP BY ?class ?property"""
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?thing ?property ?value } } GROUP BY ?graph"


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class: how many things have it, and how many statements of each property these make."""

    iri: str
    label: str
    instances: int
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """A property: how many triples have it, with how many different subjects and objects."""

    iri: str
    label: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the graph holds, each triple counted once; `graphs` counts those of each named graph.

    Classes and properties are sorted by how often they are used, the most used first.
    """

    triples: int
    subjects: int
    objects: int
    classes: tuple[ClassCount, ...]
    properties: tuple[PropertyCount, ...]
    graphs: Mapping[str, int]

    def json(self) -> str:
        """The terms in use as JSON, as editors complete them.

        `{"prefixes": {PREFIX: NAMESPACE}, "triples", "classes": [{"iri", "curie", "label", "count", "properties":
        [CURIE]}], "properties": [{"iri", "curie", "label", "count"}]}`, each the most used first.
        """
        document = {
            "prefixes": dict(sorted(PREFIXES.items())),
            "triples": self.triples,
            "classes": [
                {**_term(one.iri, one.label, one.instances), "properties": [compress(iri) for iri in one.properties]}
                for one in self.classes
            ],
            "properties": [_term(one.iri, one.label, one.triples) for one in self.properties],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def statistics(source: Source) -> Statistics:
    """The statistics of a graph, counted in the store itself."""
    classes = dict(_counts(source, _CLASSES))
    properties = dict(_counts(source, _PROPERTIES))
    labels = labels_of(source, [*classes, *properties])
    return Statistics(
        triples=sum(triples for triples, _, _ in properties.values()),
        subjects=_number(source, "?thing"),
        objects=_number(source, "?value"),
        classes=tuple(_class_counts(source, classes, labels)),
        properties=tuple(PropertyCount(iri, labels[iri], *properties[iri]) for iri in _by_use(properties)),
        graphs={iri: count for iri, (count,) in sorted(_counts(source, _GRAPHS))},
    )


def _class_counts(
    source: Source, classes: Mapping[str, tuple[int, ...]], labels: Mapping[str, str]
) -> Iterator[ClassCount]:
    uses: dict[str, dict[str, tuple[int, ...]]] = {iri: {} for iri in classes}
    for kind, prop, count in source.select(_USES).rows:
        if isinstance(kind, NamedNode) and isinstance(prop, NamedNode) and isinstance(count, Literal):
            uses[kind.value][prop.value] = (int(count.value),)
    for iri in _by_use(classes):
        used = {prop: uses[iri][prop][0] for prop in _by_use(uses[iri])}
        yield ClassCount(iri, labels[iri], classes[iri][0], used)


def _counts(source: Source, query: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The IRIs that a query lists, with the numbers beside them."""
    for iri, *counts in source.select(query).rows:
        if isinstance(iri, NamedNode):
            yield iri.value, tuple(int(count.value) for count in counts if isinstance(count, Literal))


def _number(source: Source, variable: str) -> int:
    """How many different terms stand in one place of the triples."""
    query = f"SELECT (COUNT(DISTINCT {variable}) AS ?count) WHERE {{ ?thing ?property ?value }}"
    ((count,),) = source.select(query).rows
    return int(count.value) if isinstance(count, Literal) else 0


def _by_use(counts: Mapping[str, tuple[int, ...]]) -> list[str]:
    return sorted(counts, key=lambda iri: (-counts[iri][0], iri))


def _term(iri: str, label: str, count: int) -> dict[str, object]:
    return {"iri": iri, "curie": compress(iri), "label": label, "count": count}
