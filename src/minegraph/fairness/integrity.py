"""Whether the files of a release are whole, can be read, and hold nothing of the machine that wrote them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

import pyoxigraph as ox

from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.published import SUMS, checksums, read_json

_CHECKSUMS = Criterion("checksums", "Checksums match", "A", "The file was changed after publishing: publish again.")
_READABLE = Criterion("readable", "Every data file can be read", "I", "Publish the release again.")
_RDF = Criterion("RDF1", "RDF availability", "I", "Publish ontology.ttl and its other forms.", is_foops=True)
_HTML = Criterion("DOC1", "HTML availability", "R", "Publish ontology.html, the documentation.", is_foops=True)
_VERSIONED = Criterion("frozen", "The ontology of this version is kept", "F", "Publish releases/VERSION/ontology.ttl.")
_CITATION = Criterion("citation-files", "Licence and citation come with it", "R", "Publish the files that are missing.")
_MACHINE = Criterion(
    "machine", "No file refers to a path of a machine", "R", "Write addresses relative to the release."
)
_NAMES = Criterion(
    "names", "Every host can have the files", "A", "Two names that differ in case alone are one to some."
)
_FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_PATHS = (b"file:///", b"/home/", b"/Users/", b"/tmp/", b"/root/", b":\\Users")
_PATH = re.compile(rb"file:///|(?:^|[\s\"'(<>=])(/(?:home|Users|tmp|root)/[^\s\"'<>]*|[A-Z]:\\Users)", re.MULTILINE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ](/|$)')


def integrity(contents: Contents) -> Iterator[Verdict]:
    """What the files themselves come to."""
    yield _checksums(contents)
    data = contents.ending(*(f".{suffix}" for suffix in (*_FORMS, "jsonld", "json", "geojson")))
    unreadable = [Problem(name, problem) for name in data if (problem := _syntax_problem(contents, name))]
    yield _READABLE.told(f"{len(data):,} files of RDF and JSON", len(data), unreadable)
    yield _present(contents, _RDF, ["ontology.ttl", "ontology.jsonld", "ontology.nt", "ontology.rdf"])
    yield _present(contents, _HTML, ["ontology.html", "shapes.html"])
    yield _present(contents, _VERSIONED, [f"{contents.downloads}{name}.ttl" for name in ("ontology", "shapes")])
    yield _present(contents, _CITATION, ["LICENSE-DATA", "CITATION.cff", ".zenodo.json"])
    files = sorted(contents.files)
    told = [Problem(name, f"holds {path}") for name in files if (path := _machine_path(contents.bytes(name)))]
    yield _MACHINE.told(f"{len(files):,} files", len(files), told)
    yield _NAMES.told(f"{len(contents.files):,} names", len(contents.files), _unportable(contents))


def _checksums(contents: Contents) -> Verdict:
    """Each sum that is listed, and that each file is listed in the nearest list above it."""
    lists = sorted(name for name in contents.files if name.rpartition("/")[2] == SUMS)
    if not lists:
        return _CHECKSUMS.missing(SUMS, "is not there")
    problems: list[Problem] = []
    listed: set[str] = set()
    for one in lists:
        home = one.removesuffix(SUMS)
        for name, digest in checksums(contents.text(one)):
            file = f"{home}{name}"
            listed.add(file)
            if file not in contents.files:
                problems.append(Problem(file, f"is listed in {one} and not there"))
            elif sha256(contents.bytes(file)).hexdigest() != digest:
                problems.append(Problem(file, f"is not what {one} says"))
    unlisted = sorted(contents.files - listed - set(lists))
    problems += [Problem(name, "is in no list of checksums") for name in unlisted]
    return _CHECKSUMS.told(f"{', '.join(lists)}: {len(listed):,} files", len(contents.files), problems)


def _syntax_problem(contents: Contents, name: str) -> str:
    """Why a file cannot be read; JSON-LD only as JSON, since its context is another file."""
    form = _FORMS.get(name.rpartition(".")[2])
    try:
        if form is None:
            read_json(contents.bytes(name))
        else:
            for _ in ox.parse(contents.bytes(name), form):
                pass
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def _present(contents: Contents, criterion: Criterion, names: list[str]) -> Verdict:
    missing = [Problem(name, "is not there") for name in names if name not in contents.files]
    return criterion.told(", ".join(names), len(names), missing)


def _machine_path(data: bytes) -> str:
    if not any(sign in data for sign in _PATHS):
        return ""
    found = _PATH.search(data)
    return found[0].decode(errors="replace").strip("\"'(<>= \n") if found else ""


def _unportable(contents: Contents) -> Iterator[Problem]:
    """Names that some systems cannot have, or take for one another."""
    folded: dict[str, list[str]] = defaultdict(list)
    for name in sorted(contents.files):
        folded[name.casefold()].append(name)
        if _FORBIDDEN.search(name):
            yield Problem(name, "holds a character that some systems refuse")
    yield from (Problem(names[1], f"differs from {names[0]} in case alone") for names in folded.values() if names[1:])
