"""The ontology as a whole: what FOOPS! asks of its metadata.

Garijo, Corcho, Poveda-Villalón, "FOOPS!: An Ontology Pitfall Scanner for the FAIR Principles", ISWC 2021.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.datasets import ONTOLOGY
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.fairness.namespaces import namespace_of
from minegraph.terms import MG, expand
from minegraph.validation.triples import Term, Triples

PLACE = "ontology.ttl"
_SUBJECT = ox.NamedNode(ONTOLOGY)
_BIBO, _PAV = "http://purl.org/ontology/bibo/", "http://purl.org/pav/"
_PERSISTENT = ("https://w3id.org/", "http://w3id.org/", "https://purl.org/", "http://purl.org/", "https://doi.org/")
_PLAIN = {expand(f"{prefix}:") for prefix in ("rdf", "rdfs", "owl", "xsd")}
_STATED = "State it in ontology/minegraph.ttl and publish again."

_WORDS: dict[str, tuple[str, ...]] = {
    "title": ("dcterms:title", "rdfs:label", "schema:name"),
    "description": ("dcterms:description", "dcterms:abstract", "rdfs:comment", "schema:description"),
    "licence": ("dcterms:license", "schema:license", "http://creativecommons.org/ns#license"),
    "version IRI": ("owl:versionIRI",),
    "author": ("dcterms:creator", "schema:creator", f"{_PAV}createdBy", "prov:wasAttributedTo", "foaf:maker"),
    "namespace IRI": ("vann:preferredNamespaceUri",),
    "namespace prefix": ("vann:preferredNamespacePrefix",),
    "version": ("owl:versionInfo", "schema:schemaVersion"),
    "creation date": ("dcterms:created", "schema:dateCreated", f"{_PAV}createdOn", "prov:generatedAtTime"),
    "citation": ("dcterms:bibliographicCitation", "schema:citation"),
    "DOI": (f"{_BIBO}doi", "dcterms:identifier"),
    "publisher": ("dcterms:publisher", "schema:publisher"),
    "logo": ("foaf:logo", "foaf:depiction", "schema:logo"),
    "status": (f"{_BIBO}status", "http://www.w3.org/ns/adms#status"),
    "source": ("dcterms:source", "prov:hadPrimarySource"),
    "issue date": ("dcterms:issued", "schema:datePublished"),
    "rights": ("dcterms:rights", "dcterms:accessRights"),
    "modification date": ("dcterms:modified", "schema:dateModified"),
}


@dataclass(frozen=True, slots=True)
class _Metadata:
    """A criterion that wants some words of metadata."""

    criterion: Criterion
    wanted: tuple[str, ...]
    must: bool = True


_METADATA = (
    _Metadata(
        Criterion("OM1", "Minimum metadata", "F", _STATED, True),
        ("title", "description", "licence", "version IRI", "author", "namespace IRI"),
    ),
    _Metadata(
        Criterion("OM2", "Recommended metadata", "F", _STATED, True),
        ("namespace prefix", "version", "creation date", "citation"),
    ),
    _Metadata(
        Criterion("OM3", "Detailed metadata", "R", f"{_STATED} A DOI comes from an archive such as Zenodo.", True),
        ("DOI", "publisher", "logo", "status", "source", "issue date"),
        must=False,
    ),
    _Metadata(Criterion("OM5.1", "Basic provenance metadata", "R", _STATED, True), ("author", "creation date")),
    _Metadata(Criterion("OM5.2", "Detailed provenance metadata", "R", _STATED, True), ("issue date", "publisher")),
    _Metadata(Criterion("rights", "Rights and modification date", "R", _STATED), ("rights", "modification date")),
)
_PERSISTS = Criterion("PURL1", "Persistent IRI", "F", "Name the ontology under a service such as w3id.org.", True)
_SAME = Criterion(
    "URI2", "The ontology says its own IRI", "F", f"Call it <{ONTOLOGY}>, which leads to its document.", True
)
_VERSION = Criterion(
    "VER1", "Version IRI", "F", "State owl:versionIRI, another IRI for each version, with its version number.", True
)
_PREFIX = Criterion(
    "FIND1", "Ontology prefix", "F", "State vann:preferredNamespacePrefix and -Uri as minegraph uses them.", True
)
_OPEN = Criterion("HTTP1", "Open protocol", "A", "Name the ontology by an http or https IRI.", True)
_LICENCE = Criterion("OM4.1", "Licence as an IRI", "R", "State dcterms:license with the IRI of the licence.", True)
_REUSE_METADATA = Criterion(
    "VOC1", "Vocabularies reused for metadata", "I", "Describe the ontology with Dublin Core, VANN and the like.", True
)
_REUSE = Criterion("VOC2", "Vocabularies reused", "I", "Derive terms from those of other vocabularies, or align.", True)


def ontology(contents: Contents) -> Iterator[Verdict]:
    """What the ontology's own statements come to."""
    said = contents.ontology
    about = f"{PLACE}: <{ONTOLOGY}>"
    declared = _declared(said)
    yield _identity(declared)
    yield _begins(_PERSISTS, declared, _PERSISTENT, "is not persistent")
    yield _begins(_OPEN, declared, ("http://", "https://"), "is not open")
    for one in _METADATA:
        missing = [Problem(word, f"not stated ({_names(word)})") for word in one.wanted if not _values(said, word)]
        yield one.criterion.told(about, len(one.wanted), missing, must=one.must)
    yield _VERSION.told(about, 1, _version_problems(said))
    yield _PREFIX.told(about, 2, _prefix_problems(said))
    yield _LICENCE.told(about, 1, _licence_problems(said))
    used = {namespace_of(name) for name in said.predicates(_SUBJECT)} - _PLAIN - {MG}
    yield _REUSE_METADATA.told(about, 1, [] if used else [Problem(PLACE, "no vocabulary is reused")])
    yield _reuse(said)


def _declared(said: Triples) -> list[Term]:
    """The ontologies that there are: the whole, and its parts where they say that they are some."""
    kind = ox.NamedNode(expand("owl:Ontology"))
    return [one for one in said.subjects() if kind in said.objects(one, expand("rdf:type"))]


def _identity(declared: list[Term]) -> Verdict:
    """That the ontology has the IRI that leads to it."""
    if _SUBJECT in declared:
        return _SAME.told(PLACE, 1, [])
    others = ", ".join(map(str, declared)) or "no ontology"
    return _SAME.told(PLACE, 1, [Problem(PLACE, f"describes {others} instead of <{ONTOLOGY}>")])


def _begins(criterion: Criterion, declared: list[Term], starts: tuple[str, ...], otherwise: str) -> Verdict:
    """A verdict on how the IRIs of the ontologies begin."""
    if not declared:
        return criterion.missing(PLACE, "describes no ontology")
    names = [getattr(one, "value", "") for one in declared]
    problems = [Problem(name, otherwise) for name in names if not name.startswith(starts)]
    return criterion.told(f"{PLACE}: {len(names)} IRIs of ontologies", len(names), problems)


def _version_problems(said: Triples) -> Iterator[Problem]:
    values, numbers = (
        _values(said, "version IRI"),
        [str(getattr(term, "value", "")) for term in _values(said, "version")],
    )
    if len(values) != 1:
        yield Problem(ONTOLOGY, f"{len(values)} version IRIs")
    for value in values:
        if value == _SUBJECT:
            yield Problem(ONTOLOGY, "the version IRI is that of the ontology")
        elif numbers and not any(number in str(value) for number in numbers):
            yield Problem(ONTOLOGY, f"the version IRI {value} is not of version {', '.join(numbers)}")


def _prefix_problems(said: Triples) -> Iterator[Problem]:
    for word, wanted in (("namespace prefix", "mg"), ("namespace IRI", MG)):
        values = {getattr(term, "value", "") for term in _values(said, word)}
        if values != {wanted}:
            yield Problem(word, f"is {', '.join(sorted(values)) or 'not stated'}, not {wanted}")


def _licence_problems(said: Triples) -> Iterator[Problem]:
    values = _values(said, "licence")
    if not values:
        yield Problem(ONTOLOGY, "states no licence")
    texts = (value for value in values if not isinstance(value, ox.NamedNode))
    yield from (Problem(ONTOLOGY, f"{text} is a text, not an IRI") for text in texts)


def _reuse(said: Triples) -> Verdict:
    """Other vocabularies that our terms are derived from or aligned with, or that are imported."""
    others: set[str] = set()
    for subject in said.subjects():
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(MG):
            terms = [term for name in said.predicates(subject) for term in said.objects(subject, name)]
            others |= {namespace_of(term.value) for term in terms if isinstance(term, ox.NamedNode)}
    reused = others - _PLAIN - {MG, namespace_of(ONTOLOGY)}
    return _REUSE.told(f"{PLACE}: {len(reused)} other vocabularies", 1, [] if reused else [Problem(PLACE, "none")])


def _values(said: Triples, word: str) -> list[Term]:
    return [value for name in _WORDS[word] for value in said.objects(_SUBJECT, expand(name)) if str(value).strip('"')]


def _names(word: str) -> str:
    return ", ".join(_WORDS[word][:2])
