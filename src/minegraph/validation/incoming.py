"""Files that somebody hands in: read without trusting them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.files import BYTE_ORDER_MARK, shown, syntax_problem
from minegraph.terms import MG, SHAPES, compress
from minegraph.validation.shacl import OWL, RDF, RDFS, SH
from minegraph.validation.triples import Term

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
MAX_BYTES = 50_000_000
MAX_LITERAL = 64 * 1024
MAX_DEPTH = 128

_REMARKS = {f"{RDFS}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")} | {
    f"{OWL}{name}" for name in ("deprecated", "versionInfo")
}
_SCHEMA = (RDFS, OWL, SH)
_STEERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_TEXT = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    rb"|<[^<>\s]*>|#[^\n]*|(?P<open>[\[({])|(?P<close>[\])}])",
    re.DOTALL,
)
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)


def read_incoming(path: Path) -> list[ox.Quad]:
    """The triples of a file of data, as `read_triples` reads them. Raises CheckError also when it brings schema."""
    quads = read_triples(path)
    for quad in quads:
        for problem in _schema(quad):
            raise _refusal(path, problem)
    return quads


def read_triples(path: Path) -> list[ox.Quad]:
    """The triples of a file, in the default graph, with blank nodes that no other file has.

    Turtle, N-Triples, JSON-LD and RDF/XML, told apart by the end of the name; TriG and N-Quads when they name no graph.
    Raises CheckError with one sentence for anything that cannot be used: named graphs, remote contexts, DOCTYPEs, too
    much of something, text that is not RDF.
    """
    data = _content(path)
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise _refusal(path, f"unknown kind of file. Name it {', '.join(FORMATS)} according to what it holds.")
    _check_content(path, data, kind)
    try:
        quads = list(ox.parse(data, kind, rename_blank_nodes=True))
    except SyntaxError as error:
        message = str(syntax_problem(data, path, error))
        raise CheckError(message.replace("Correct the Turtle", f"Correct the {kind.name}")) from error
    for quad in quads:
        for problem in _structure(quad):
            raise _refusal(path, problem)
    if not quads:
        raise _refusal(path, "states nothing. Add the data, or leave the file out.")
    return quads


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise _refusal(path, "a directory. Name the files in it.")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise _refusal(path, "not a file. Check the path.")
        if size > MAX_BYTES:
            raise _refusal(path, f"larger than {MAX_BYTES // 1_000_000} MB. Hand it in as several files.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise _refusal(path, f"cannot be read ({reason}). Check the path.") from error
    if not data.strip():
        raise _refusal(path, "empty. Add the data, or leave the file out.")
    return data


def _check_content(path: Path, data: bytes, kind: ox.RdfFormat) -> None:
    if b"\0" in data:
        raise _refusal(path, "holds NUL characters, so it is not UTF-8 text. Save it as UTF-8.")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CheckError(f"{shown(path)}:{line}: not UTF-8 text. Save the file as UTF-8.") from error
    if data.startswith(BYTE_ORDER_MARK) and kind not in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
        raise CheckError(f"{shown(path)}:1: starts with a byte order mark. Save it as UTF-8 without one.")
    depth = _xml_depth(path, data) if kind == ox.RdfFormat.RDF_XML else _depth(data, kind)
    if depth > MAX_DEPTH:
        raise _refusal(
            path, f"nested deeper than {MAX_DEPTH}. Give the inner things IRIs and describe them side by side."
        )
    if kind == ox.RdfFormat.JSON_LD:
        _check_contexts(path, data)


def _depth(data: bytes, kind: ox.RdfFormat) -> int:
    """How deep brackets are nested; 0 when there are too few of them to matter."""
    if sum(map(data.count, (b"[", b"(", b"{"))) <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for match in (_JSON if kind == ox.RdfFormat.JSON_LD else _TEXT).finditer(data):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        deepest = max(deepest, depth)
    return deepest


def _xml_depth(path: Path, data: bytes) -> int:
    """How deep elements are nested. The RDF parser alone would take half a document for a whole one."""
    depth = deepest = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declaration: object) -> None:
        raise _refusal(path, "has a DOCTYPE, which can reach other files. Leave it out and write the IRIs in full.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise CheckError(f"{shown(path)}:{error.lineno}: not XML ({problem}). Correct it there.") from error
    return deepest


def _check_contexts(path: Path, data: bytes) -> None:
    try:
        document = json.loads(data)
    except ValueError as error:
        raise _refusal(path, f"not JSON: {error}. Correct it there.") from error
    if any(_is_remote(key, value) for key, value in _members(document)):
        raise _refusal(path, "refers to a context elsewhere, and nothing is fetched. Write the @context into the file.")


def _members(value: object) -> Iterator[tuple[str, object]]:
    """The keys and values of a JSON document at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)


def _is_remote(key: str, value: object) -> bool:
    if key == "@import":
        return True
    parts = value if isinstance(value, list) else [value]
    return key == "@context" and any(isinstance(part, str) for part in parts)


def _structure(quad: ox.Quad) -> Iterator[str]:
    if not isinstance(quad.graph_name, ox.DefaultGraph):
        yield f"holds the named graph {quad.graph_name}. Hand in one graph: leave its name out."
    for term in (quad.subject, quad.predicate, quad.object):
        if isinstance(term, ox.Triple):
            yield "speaks about a statement (RDF 1.2). Write plain RDF 1.1."
        if isinstance(term, ox.NamedNode) and _STEERING.search(term.value):
            yield f"the IRI {_visible(term.value)} holds an invisible character. Take it out."
    if isinstance(quad.object, ox.Literal) and len(quad.object.value.encode()) > MAX_LITERAL:
        yield f"a text of {quad.subject} is longer than {MAX_LITERAL // 1024} KB. Shorten it."


def _schema(quad: ox.Quad) -> Iterator[str]:
    predicate = quad.predicate.value
    advice = "Data must not bring schema; leave it out."
    if predicate.startswith(_SCHEMA) and predicate not in _REMARKS:
        yield f"uses {compress(predicate)}. {advice}"
    if predicate == f"{RDF}type" and _starts(quad.object, _SCHEMA):
        yield f"declares {quad.subject} as {compress(_iri(quad.object))}. {advice}"
    if _starts(quad.subject, (MG, SHAPES)):
        yield f"describes {compress(_iri(quad.subject))}, a term of minegraph. {advice}"


def _starts(term: Term, namespaces: tuple[str, ...]) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(namespaces)


def _iri(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _visible(text: str) -> str:
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


def _refusal(path: Path, problem: str) -> CheckError:
    return CheckError(f"{shown(path)}: {problem}")
