"""What the graph says of itself as a dataset, and the words to say more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.labels import values
from minegraph.store import Source
from minegraph.terms import BASE, GRAPH, ID, expand

MAIN = f"{BASE}dataset"
VOID = f"{BASE}.well-known/void"
AUTHORITY = "http://publications.europa.eu/resource/authority"
"""The authority tables of the European Union."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_STATED_IN = f"{GRAPH}data/dataset"

Object = NamedNode | Literal


def said(subject: str, **objects: Object | Sequence[Object]) -> Iterator[Triple]:
    """Triples about a subject; a property is named by its CURIE, with `_` for the colon."""
    for name, given in objects.items():
        for one in [given] if isinstance(given, NamedNode | Literal) else given:
            yield Triple(NamedNode(subject), NamedNode(expand(name.replace("_", ":", 1))), one)


def iri(curie: str) -> NamedNode:
    """The term of an IRI or CURIE."""
    return NamedNode(expand(curie))


def text(words: str) -> Literal:
    """A text in English."""
    return Literal(words, language="en")


def stated(source: Source) -> list[Triple]:
    """What the file `data/dataset.ttl` says of the whole and its parts."""
    graph = NamedNode(_STATED_IN)
    return source.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")


def object_of(triples: Iterable[Triple], subject: str, curie: str) -> str:
    """The value of a property of a subject, the first by its text; empty where it has none."""
    found = (one.object for one in triples if (one.subject, one.predicate) == (NamedNode(subject), iri(curie)))
    return min((one.value for one in found if isinstance(one, NamedNode | Literal)), default="")


def about(source: Source, iris: list[str]) -> list[Triple]:
    """What the graph says of other resources, such as who publishes it."""
    subjects = values("s", map(NamedNode, iris))
    return source.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {subjects} ?s ?p ?o }}")


def document_about(thing: str) -> Iterator[Triple]:
    """What the document about a thing of minegraph says of itself; nothing for other resources."""
    if thing.startswith(ID):
        yield from said(
            f"{BASE}doc/{thing.removeprefix(ID)}",
            rdf_type=iri("foaf:Document"),
            foaf_primaryTopic=iri(thing),
            dcterms_license=iri(LICENCE),
            void_inDataset=iri(MAIN),
        )
