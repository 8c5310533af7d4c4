"""What has to be known of two states to tell their difference in words: two small stores, whatever the graph's size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from minegraph.comparison.difference import Difference
from minegraph.comparison.versions import Version
from minegraph.store import LocalStore
from minegraph.terms import MG, expand

_NAMES = frozenset(
    f"<{expand(curie)}>".encode()
    for curie in ("skos:prefLabel", "rdfs:label", "skos:altLabel", "mg:acronym", "dcterms:title")
)
_STANDINGS = frozenset(f"<{MG}{name}>".encode() for name in ("fromRegion", "toRegion", "profile", "rank", "score"))


def excerpts(old: Version, new: Version, difference: Difference) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """All that each state says of the resources that differ, its rankings of partners, and the names of all these."""
    differing = (*difference.removed, *difference.added)
    subjects = {_written(quad.subject) for quad in differing} | {f"<{iri}>".encode() for iri in difference.redefined}
    found = [_about(version, subjects) for version in (old, new)]
    mentioned = {term for quads in (*found, differing) for term in _mentioned(quads)}
    return found[0] + _names(old, mentioned - subjects), found[1] + _names(new, mentioned - subjects)


def store_of(quads: Iterable[ox.Quad]) -> LocalStore:
    """Quads in memory, to be asked."""
    engine = ox.Store()
    engine.bulk_extend(quads)
    return LocalStore(engine)


def _about(version: Version, subjects: Collection[bytes]) -> list[ox.Quad]:
    return version.quads_where(lambda subject, predicate: subject in subjects or predicate in _STANDINGS)


def _names(version: Version, resources: Collection[bytes]) -> list[ox.Quad]:
    return version.quads_where(lambda subject, predicate: subject in resources and predicate in _NAMES)


def _mentioned(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    for quad in quads:
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                yield _written(term)


def _written(term: object) -> bytes:
    return str(term).encode()
