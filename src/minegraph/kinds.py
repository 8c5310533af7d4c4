"""Which class tells best what a thing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from minegraph.labels import BATCH, PROLOGUE, values
from minegraph.store import Source
from minegraph.terms import ID, MG, PREFIXES, compress, expand

CONCEPT = f"{PREFIXES['skos']}Concept"
_WORDS = {
    expand(curie): words
    for curie, words in {
        "dcat:Dataset": "dataset",
        "org:Site": "place of work",
        "owl:AnnotationProperty": "annotation property",
        "owl:Class": "class",
        "owl:DatatypeProperty": "property",
        "owl:ObjectProperty": "property",
        "owl:Ontology": "ontology",
        "prov:Activity": "recorded step",
        "prov:Agent": "agent",
        "prov:Entity": "record",
        "sh:NodeShape": "shape",
        "sh:PrefixDeclaration": "prefix of a shape",
        "sh:PropertyGroup": "group of constraints",
        "sh:PropertyShape": "constraint",
        "skos:ConceptScheme": "list of concepts",
        "void:Dataset": "dataset",
    }.items()
}


def kinds_of(source: Source, iris: Iterable[str], first: Sequence[str] = ()) -> dict[str, str]:
    """The class of each IRI that has any: one of `first` in their order, else the most specific, minegraph's first."""
    return _most_telling(source, classes_of(source, iris), first)


def every_kind(source: Source, first: Sequence[str] = ()) -> dict[str, str]:
    """The same of every IRI that has a class."""
    return _most_telling(source, _by_thing(_pairs(source, "SELECT ?thing ?kind WHERE { ?thing a ?kind }")), first)


def kind_word(iri: str, kind: str, labels: Mapping[str, str]) -> str:
    """What a thing is, in words: the label of its class; a plain concept is called after its scheme.

    >>> kind_word("https://w3id.org/minegraph/id/facility-type/mine", CONCEPT, {})
    'facility type'
    """
    space = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
    if kind == CONCEPT and space:
        return space.replace("-", " ")
    return _WORDS.get(kind) or labels.get(kind) or compress(kind)


def classes_of(source: Source, iris: Iterable[str]) -> dict[str, set[str]]:
    """Every class of each IRI that has any."""
    return _by_thing(_typed(source, list(iris)))


def _by_thing(typed: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for iri, kind in typed:
        found.setdefault(iri, set()).add(kind)
    return found


def _most_telling(source: Source, found: Mapping[str, set[str]], first: Sequence[str]) -> dict[str, str]:
    """One of the classes of each IRI; what has the same classes has the same."""
    sets = {frozenset(kinds) for kinds in found.values()}
    supers = _superclasses(source, set().union(*sets))
    best = {kinds: min(kinds, key=lambda kind: _rank(kind, kinds, supers, first)) for kinds in sets}
    return {iri: best[frozenset(kinds)] for iri, kinds in found.items()}


def _rank(
    kind: str, kinds: frozenset[str], supers: set[tuple[str, str]], first: Sequence[str]
) -> tuple[int, bool, bool, str]:
    general = any((other, kind) in supers for other in kinds if other != kind)
    return first.index(kind) if kind in first else len(first), general, not kind.startswith(MG), kind


def _typed(source: Source, iris: list[str]) -> Iterator[tuple[str, str]]:
    for at in range(0, len(iris), BATCH):
        things = values("thing", map(NamedNode, iris[at : at + BATCH]))
        yield from _pairs(source, f"SELECT ?thing ?kind WHERE {{ {things} ?thing a ?kind }}")


def _pairs(source: Source, query: str) -> Iterator[tuple[str, str]]:
    """The rows of two IRIs."""
    for one, other in source.select(query).rows:
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            yield one.value, other.value


def _superclasses(source: Source, kinds: set[str]) -> set[tuple[str, str]]:
    classes = values("class", map(NamedNode, sorted(kinds)))
    query = f"{PROLOGUE}SELECT ?class ?super WHERE {{ {classes} ?class rdfs:subClassOf+ ?super }}"
    return set(_pairs(source, query)) if kinds else set()
