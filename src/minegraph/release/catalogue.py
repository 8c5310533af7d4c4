"""The release described as datasets: `dataset.ttl` (DCAT-AP and VoID), `.well-known/void`, and `queries.ttl`.

What is at the root of the site tells of all versions that it has; the copy that is frozen with the version tells of
that version alone, and of files that last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, Triple

from minegraph.datasets import (
    CATALOGUE,
    MAIN,
    Place,
    catalogue,
    described,
    iri,
    questions,
    said,
    taken_over,
    text,
    void,
)
from minegraph.json_ld import json_ld
from minegraph.queries import catalogue as questions_of
from minegraph.release.edition import Edition, order_of
from minegraph.release.offer import downloads, frozen_of, site_of
from minegraph.statistics import Statistics, statistics
from minegraph.telling import Progress
from minegraph.turtle import write_turtle

_LIKE_THE_WHOLE = ("dcterms:creator", "dcterms:license", "dcterms:publisher")


def write_catalogue(edition: Edition, progress: Progress) -> None:
    """Write the descriptions in Turtle and JSON-LD, at the root and beside the files of the version."""
    counted, whole = statistics(edition.source), downloads(edition)
    progress("catalogue", 1, 3)
    site, frozen = site_of(edition, whole), frozen_of(edition, whole)
    holdings = void(edition.source, counted, site)
    others = _other_versions(edition)
    _write(edition, "dataset", [*holdings, *_catalogue(edition, counted, site, others)])
    progress("catalogue", 2, 3)
    asked = questions_of(edition.layout).values()
    _write(edition, "queries", questions(asked, site))
    for name in ("void", "void.ttl"):
        edition.write(f".well-known/{name}", write_turtle(set(holdings)))
    lasting = {*void(edition.source, counted, frozen), *_catalogue(edition, counted, frozen, ())}
    edition.freeze("dataset.ttl", write_turtle(lasting))


def _catalogue(edition: Edition, counted: Statistics, place: Place, others: Sequence[str]) -> list[Triple]:
    found = catalogue(edition.source, counted, place)
    return [*found, *_versions(edition, place, others, found)]


def _versions(edition: Edition, place: Place, others: Sequence[str], known: list[Triple]) -> Iterator[Triple]:
    """The versions that are had, each with where; the current one with its files, and which was before it."""
    current = _version(edition.version)
    yield from said(
        MAIN,
        dcat_hasCurrentVersion=iri(current),
        dcat_hasVersion=[iri(_version(one)) for one in (*others, edition.version)],
    )
    yield from said(current, dcat_distribution=[iri(file.iri) for file in place.whole])
    yield from taken_over(known, MAIN, current, ("dcterms:issued", "dcterms:modified", "dcterms:temporal"))
    if others and edition.before:
        yield from said(current, dcat_previousVersion=iri(_version(edition.before.name)))
    for version in (*others, edition.version):
        yield from _one_version(edition, version, known)


def _one_version(edition: Edition, version: str, known: list[Triple]) -> Iterator[Triple]:
    name, folder = _version(version), f"{edition.base}releases/{version}/"
    yield from said(
        name,
        rdf_type=iri("dcat:Dataset"),
        adms_versionNotes=text(f"What changed is told in {folder}CHANGES.md"),
        dcat_isVersionOf=iri(MAIN),
        dcat_landingPage=iri(edition.base),
        dcat_version=Literal(version),
        dcterms_description=text(f"Version {version} of minegraph, in files that stay as they are."),
        dcterms_identifier=Literal(name),
        dcterms_title=text(f"minegraph {version}"),
        foaf_page=iri(f"{folder}dataset.ttl"),
    )
    yield from said(CATALOGUE, dcat_dataset=iri(name))
    yield from described(name, known)
    yield from taken_over(known, MAIN, name, _LIKE_THE_WHOLE)


def _version(version: str) -> str:
    """The IRI of a version of the whole."""
    return f"{MAIN}/{version}"


def _other_versions(edition: Edition) -> list[str]:
    """The other versions that the release has, the oldest first."""
    found = (folder.name for folder in edition.downloads.parent.glob("*") if folder.is_dir())
    return sorted((name for name in found if name != edition.version), key=order_of)


def _write(edition: Edition, stem: str, triples: Iterable[Triple]) -> None:
    ordered = sorted(set(triples), key=str)
    edition.write(f"{stem}.ttl", write_turtle(ordered))
    edition.write(f"{stem}.jsonld", json_ld(ordered))
