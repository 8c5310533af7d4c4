"""How the terms and things of the graph match those of others, as mapping sets in SSSOM."""

from __future__ import annotations

from pyoxigraph import NamedNode

from minegraph.datasets import LICENCE, MAIN, object_of, stated
from minegraph.labels import labels_of
from minegraph.release.edition import Edition
from minegraph.release.sssom import MappingSet, Match, sssom
from minegraph.telling import Progress
from minegraph.terms import BASE, GRAPH, INFERRED, MG

_SEMAPV = "https://w3id.org/semapv/vocab/"
_BY_HAND, _BY_NAME, _UNTOLD = (
    f"{_SEMAPV}{name}" for name in ("ManualMappingCuration", "LexicalMatching", "UnspecifiedMatching")
)
_CURATED = (f"{GRAPH}ontology/", f"{GRAPH}data/vocabularies/")
_MATCHES = f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?subject ?predicate ?object (MIN(?home) AS ?graph) WHERE {{ GRAPH ?home {{ ?subject ?predicate ?object }}
  VALUES ?predicate {{ skos:broadMatch skos:closeMatch skos:exactMatch skos:narrowMatch skos:relatedMatch }}
  FILTER(?home != <{INFERRED}> && ISIRI(?subject) && ISIRI(?object)) }} GROUP BY ?subject ?predicate ?object"""


def write_alignments(edition: Edition, progress: Progress) -> None:
    """Write `alignments.sssom.tsv`, the matches of the ontology's terms, and `matches.sssom.tsv`, those of things."""
    found = matches(edition)
    progress("alignments", 1, 2)
    terms = [match for match in found if match.subject.startswith(MG)]
    things = [match for match in found if not match.subject.startswith(MG)]
    words = "the terms of the minegraph ontology", "the regions, commodities and other things of minegraph"
    for name, what, some in zip(("alignments", "matches"), words, (terms, things), strict=True):
        edition.freeze(f"{name}.sssom.tsv", sssom(_set(edition, name, what, some)))


def matches(edition: Edition) -> list[Match]:
    """Every match that the files state, sorted."""
    rows = edition.source.select(_MATCHES).rows
    found = [[term.value for term in row if isinstance(term, NamedNode)] for row in rows]
    labels = labels_of(edition.source, [subject for subject, *_ in found])
    return sorted(
        Match(subject, labels[subject], predicate, other, _justification(subject, other, graph))
        for subject, predicate, other, graph in found
    )


def _justification(subject: str, object_: str, graph: str) -> str:
    """How a match is known: somebody looked, or both have one code as their name; else nobody told.

    >>> _justification("https://w3id.org/minegraph/id/region/FI1D", "http://data.europa.eu/nuts/code/FI1D", "")
    'https://w3id.org/semapv/vocab/LexicalMatching'
    """
    if graph.startswith(_CURATED):
        return _BY_HAND
    return _BY_NAME if subject.rpartition("/")[2] == object_.rpartition("/")[2] else _UNTOLD


def _set(edition: Edition, name: str, what: str, found: list[Match]) -> MappingSet:
    date = object_of(stated(edition.source), MAIN, "dcterms:modified")
    return MappingSet(
        f"{BASE}releases/{edition.version}/{name}.sssom.tsv",
        f"minegraph {edition.version}: {name}",
        f"How {what} match those of other vocabularies",
        edition.version,
        LICENCE,
        ("minegraph contributors",),
        BASE,
        date,
        found,
    )
