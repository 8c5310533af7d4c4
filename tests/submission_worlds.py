"""A graph of one region with a shape, and drafts of submissions to it."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from minegraph.files import Layout
from minegraph.submission.acceptance import Acceptance, Check, accept
from minegraph.submission.drafts import Draft
from minegraph.submission.entries import Entry
from minegraph.submission.inbox import Inbox
from minegraph.submission.receipts import Caveat
from minegraph.terms import ID
from minegraph.validation import Report, validate_files

VERSION = "https://example.org/shapes/1"
BY_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PREFIXES = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX s: <https://w3id.org/minegraph/shapes#>
PREFIX r: <https://w3id.org/minegraph/id/region/>
"""
ONTOLOGY = "mg:area a owl:DatatypeProperty . mg:name a owl:DatatypeProperty . mg:Region a owl:Class ."
SHAPES = """
s:Region a sh:NodeShape ; sh:targetClass mg:Region ; sh:property s:Region-area , s:Region-name .
s:Region-area a sh:PropertyShape ; sh:path mg:area ; sh:maxCount 1 ; sh:message "Give one area." .
s:Region-name a sh:PropertyShape ; sh:path mg:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Name it." .
"""
FILES = {
    "ontology/small.ttl": ONTOLOGY,
    "shapes/small.ttl": SHAPES,
    "data/regions.ttl": "r:A a mg:Region ; mg:area 7 .",
}
NORTH = "r:North a mg:Region ; mg:area 16073.00 ; mg:name 'North' ."
SOUTH = "r:South a mg:Region ; mg:area 2 ; mg:name 'South' ."


def small_root(root: Path) -> Layout:
    """A graph of one region, in a directory that is made."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PREFIXES + text)
    return Layout(root)


def draft_of(place: Path, text: str = NORTH, **options: object) -> Draft:
    """A draft whose file lies beside the graph, as if it had been read."""
    path = place / str(options.pop("name", "North regions.ttl"))
    path.parent.mkdir(parents=True, exist_ok=True)
    data = (PREFIXES + text).encode()
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
    triples = tuple(quad.triple for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
    given = {"by": "GTK", "licence": BY_LICENCE, "shapes_version": VERSION, **options}
    return Draft(path, sha256(path.read_bytes()).hexdigest(), triples, **given)  # type: ignore[arg-type]


def put(layout: Layout, text: str = NORTH, **options: object) -> Entry:
    """A submission that waits in the inbox."""
    return Inbox(layout).put(draft_of(layout.root.parent / "handed-in", text, **options))[0]


def check_alone(layout: Layout) -> Check:
    """The check of what a submission states by the graph's shapes."""

    def check(entry: Entry, _quads: list[ox.Quad]) -> Report:
        return validate_files([entry.statements], [layout.root / "shapes" / "small.ttl"])

    return check


def taken(layout: Layout, submission: str, by: str = "Steward", **options: object) -> Acceptance:
    """Accept a submission."""
    return accept(layout, submission, by, check_alone(layout), **options)  # type: ignore[arg-type]


def warning(problem: str = "No name.") -> Caveat:
    """A warning that was accepted."""
    return Caveat("https://w3id.org/minegraph/shapes#Region-name", problem, ("a.xlsx, row 2", "a.xlsx, row 3"))


def files_below(root: Path) -> dict[str, bytes]:
    """Every file under a directory, with what is in it."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def stated(path: Path) -> set[ox.Triple]:
    """What a Turtle file states."""
    return {quad.triple for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)}


def said(path: Path, subject: str) -> dict[str, set[str]]:
    """What a file says of one resource: the local name of the property -> the values."""
    found: dict[str, set[str]] = {}
    for triple in stated(path):
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value == subject:
            name = re.split("[#/]", triple.predicate.value)[-1]
            found.setdefault(name, set()).add(getattr(triple.object, "value", ""))
    return found


def statuses(layout: Layout) -> dict[str, str]:
    """The submissions by id, and what became of them."""
    return {entry.id: entry.status for entry in Inbox(layout).entries()}


def agent(slug: str, name: str) -> str:
    """The IRI of somebody whom the graph does not know."""
    return f"{ID}agent/{slug}-{sha256(name.encode()).hexdigest()[:8]}"
