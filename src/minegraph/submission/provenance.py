"""What an accepted file says of itself, as PROV: who submitted it, who accepted it, when, and from which file.

GRAPH       prov:wasDerivedFrom the submission, prov:wasGeneratedBy the acceptance, licence, version of the shapes
submission  prov:wasDerivedFrom the file that was handed in, prov:wasRevisionOf the submission it takes the place of
file        its name, and the digest of its bytes as dcterms:identifier "sha256:..."
acceptance  prov:wasAssociatedWith who accepted it, prov:used the submission and the warnings that were accepted
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from minegraph.files import read_quads
from minegraph.submission.receipts import ACCEPTED, Caveat, Decision, Receipt, UnnamedError, short_digest, slug
from minegraph.terms import GRAPH, ID, PREFIXES, RECORDS, expand

KnownAgent = Callable[[str], str | None]
OWN = (GRAPH, *RECORDS)
DIGEST = "sha256:"
DATE_TIME = ox.NamedNode(f"{PREFIXES['xsd']}dateTime")


@dataclass(frozen=True)
class Record:
    """An accepted file: where it is, and the receipt that its provenance amounts to."""

    path: Path
    receipt: Receipt


def provenance(receipt: Receipt, graph: str, known_agent: KnownAgent) -> Iterator[ox.Triple]:
    """The provenance of an accepted submission in its named graph.

    `known_agent` gives the IRI of an organisation of that name in the graph; any other gets one of its own.
    """
    assert receipt.decision is not None  # noqa: S101 (only what was accepted has provenance)
    submission, acceptance = f"{ID}submission/{receipt.id}", f"{ID}acceptance/{receipt.id}"
    submitter, accepter = (known_agent(name) or _agent(name) for name in (receipt.submitted_by, receipt.decision.by))
    yield from _graph(receipt, graph, submitter)
    yield from _submission(receipt, submission, submitter)
    yield from _file(receipt)
    yield _type(acceptance, "prov:Activity")
    yield _link(acceptance, "prov:wasAssociatedWith", accepter)
    yield _link(acceptance, "prov:used", submission)
    yield _time(acceptance, "prov:endedAtTime", receipt.decision.at)
    for number, caveat in enumerate(receipt.warnings, 1):
        warning = f"{ID}accepted-warning/{receipt.id}-{number}"
        yield _link(acceptance, "prov:used", warning)
        yield from _warning(caveat, warning)
    for name, agent in ((receipt.submitted_by, submitter), (receipt.decision.by, accepter)):
        if agent.startswith(f"{ID}agent/"):
            yield _type(agent, "prov:Agent")
            yield _text(agent, "rdfs:label", name, "und")


def _agent(name: str) -> str:
    """An IRI that no other name has, however long or accented."""
    return f"{ID}agent/{slug(name)}-{short_digest(name)}"


def _graph(receipt: Receipt, graph: str, submitter: str) -> Iterator[ox.Triple]:
    assert receipt.decision is not None  # noqa: S101
    yield _type(graph, "prov:Entity")
    yield _link(graph, "prov:wasDerivedFrom", f"{ID}submission/{receipt.id}")
    yield _link(graph, "prov:wasGeneratedBy", f"{ID}acceptance/{receipt.id}")
    yield _link(graph, "prov:wasAttributedTo", submitter)
    yield _time(graph, "prov:generatedAtTime", receipt.decision.at)
    yield _link(graph, "dcterms:license", receipt.licence)
    yield _link(graph, "dcterms:conformsTo", receipt.shapes_version)


def _submission(receipt: Receipt, submission: str, submitter: str) -> Iterator[ox.Triple]:
    yield _type(submission, "prov:Entity")
    yield _link(submission, "prov:wasAttributedTo", submitter)
    yield _link(submission, "prov:wasDerivedFrom", f"{ID}submitted-file/{receipt.id}")
    yield _time(submission, "prov:generatedAtTime", receipt.submitted_at)
    if receipt.replaces:
        yield _link(submission, "prov:wasRevisionOf", f"{ID}submission/{receipt.replaces}")


def _file(receipt: Receipt) -> Iterator[ox.Triple]:
    file = f"{ID}submitted-file/{receipt.id}"
    yield _type(file, "prov:Entity")
    yield _text(file, "dcterms:title", receipt.file, "und")
    yield _triple(file, "dcterms:identifier", ox.Literal(f"{DIGEST}{receipt.sha256}"))


def _warning(caveat: Caveat, warning: str) -> Iterator[ox.Triple]:
    yield _type(warning, "prov:Entity")
    yield _text(warning, "dcterms:description", caveat.problem, "en")
    if caveat.constraint:
        yield _link(warning, "prov:wasDerivedFrom", caveat.constraint)
    for place in caveat.places:
        yield _text(warning, "skos:note", place, "en")


def is_record(triple: ox.Triple) -> bool:
    """True for what says how a file came to be, and nothing about the world."""
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(OWN)


def read_record(path: Path, graph: str) -> Record | None:
    """The record of an accepted file; None for a file that nobody submitted. Raises SourceError.

    What names a submission as none can be named, by a path for instance, is no record of one.
    """
    found = path.stat()
    try:
        return _read_record(path, graph, (found.st_ino, found.st_mtime_ns, found.st_size))
    except UnnamedError:
        return None


@lru_cache(maxsize=1024)
def _read_record(path: Path, graph: str, _version: tuple[int, int, int]) -> Record | None:
    said = _Said(path, graph)
    submission = said.one(graph, "prov:wasDerivedFrom")
    if not submission.startswith(f"{ID}submission/"):
        return None
    acceptance, file = said.one(graph, "prov:wasGeneratedBy"), said.one(submission, "prov:wasDerivedFrom")
    former = said.one(submission, "prov:wasRevisionOf").removeprefix(f"{ID}submission/")
    receipt = Receipt(
        id=submission.removeprefix(f"{ID}submission/"),
        file=said.one(file, "dcterms:title"),
        sha256=said.one(file, "dcterms:identifier").removeprefix(DIGEST),
        statements="",
        submitted_by=said.name(said.one(submission, "prov:wasAttributedTo")),
        submitted_at=said.one(submission, "prov:generatedAtTime"),
        licence=said.one(graph, "dcterms:license"),
        shapes_version=said.one(graph, "dcterms:conformsTo"),
        warnings=tuple(said.caveats(acceptance)),
        replaces=former or None,
        status=ACCEPTED,
        decision=Decision(
            said.name(said.one(acceptance, "prov:wasAssociatedWith")), said.one(acceptance, "prov:endedAtTime")
        ),
    )
    return Record(path, receipt)


class _Said:
    """What a file says: subject and property -> values, as text, sorted."""

    def __init__(self, path: Path, graph: str) -> None:
        self.values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in read_quads(path, graph):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                self.values[quad.subject.value, quad.predicate.value].append(quad.object.value)

    def all(self, subject: str, name: str) -> list[str]:
        return sorted(self.values.get((subject, expand(name)), ()))

    def one(self, subject: str, name: str) -> str:
        return next(iter(self.all(subject, name)), "")

    def name(self, agent: str) -> str:
        return self.one(agent, "rdfs:label") or agent

    def caveats(self, acceptance: str) -> Iterator[Caveat]:
        for warning in sorted(self.all(acceptance, "prov:used"), key=len):  # -2 before -10
            if warning.startswith(f"{ID}accepted-warning/"):
                problem, constraint = self.one(warning, "dcterms:description"), self.one(warning, "prov:wasDerivedFrom")
                yield Caveat(constraint, problem, tuple(self.all(warning, "skos:note")))


def _triple(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(name)), value)


def _type(subject: str, name: str) -> ox.Triple:
    return _triple(subject, "rdf:type", ox.NamedNode(expand(name)))


def _link(subject: str, name: str, iri: str) -> ox.Triple:
    return _triple(subject, name, ox.NamedNode(iri))


def _time(subject: str, name: str, time: str) -> ox.Triple:
    return _triple(subject, name, ox.Literal(time, datatype=DATE_TIME))


def _text(subject: str, name: str, text: str, language: str) -> ox.Triple:
    return _triple(subject, name, ox.Literal(text, language=language))
