"""The files of the graph: where they are, which named graph each one is, reading and writing them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

import minegraph
from minegraph.blanknodes import name_blank_nodes
from minegraph.errors import SourceError
from minegraph.terms import GRAPH
from minegraph.turtle import write_turtle

FOLDERS = ("ontology", "shapes", "data")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Layout:
    """The parts of a graph's root directory."""

    root: Path

    @property
    def graph_files(self) -> dict[str, Path]:
        """Named graph IRI -> its Turtle file, sorted: ontology and shapes at their top level, data at any depth."""
        ontology, shapes, data = (self.root / folder for folder in FOLDERS)
        paths = [*_visible(ontology.glob("*.ttl")), *_visible(shapes.glob("*.ttl")), *_visible(data.rglob("*.ttl"))]
        return dict(sorted((self.graph_iri(path), path) for path in paths))

    @property
    def rules(self) -> tuple[Path, ...]:
        """The inference rules."""
        return tuple(_visible((self.root / "ontology" / "rules").glob("*.rq")))

    @property
    def queries(self) -> tuple[Path, ...]:
        """The competency questions."""
        return tuple(_visible((self.root / "queries").glob("*.rq")))

    @property
    def facets(self) -> tuple[Path, ...]:
        """The queries that feed the synergies."""
        return tuple(_visible((self.root / "queries" / "synergy").glob("*.rq")))

    def graph_iri(self, path: Path) -> str:
        """The named graph that a file under the root is."""
        return GRAPH + quote(path.relative_to(self.root).with_suffix("").as_posix())


def find_root(start: Path | None = None) -> Path:
    """The root directory of the graph.

    `start` when given (SourceError if it is not a root), else the nearest parent of the working directory that is one,
    else the graph that came with the package.
    """
    if start is not None:
        root = start.resolve()
        if not _is_root(root):
            needed = ", ".join(f"{folder}/" for folder in FOLDERS)
            raise SourceError(start, None, f"not the root of a graph. Give a directory that holds {needed}.")
        return root
    here = Path.cwd()
    return next((parent for parent in (here, *here.parents) if _is_root(parent)), packaged_root())


def packaged_root() -> Path:
    """The graph inside the installed package, or the checkout that the package runs from."""
    package = Path(minegraph.__file__).parent
    return package / "graph" if _is_root(package / "graph") else package.parents[1]


def read_quads(path: Path, graph_iri: str) -> list[ox.Quad]:
    """The triples of a Turtle file as quads of one named graph, every literal as it is written.

    Raises SourceError with the line and what to do.
    """
    graph = ox.NamedNode(graph_iri)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parse_turtle(read_bytes(path), path)]


def read_bytes(path: Path) -> bytes:
    """The content of a file; SourceError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(shown(path), None, f"cannot be read ({error.strerror}). Check the path.") from error


def parse_turtle(data: bytes, path: Path) -> list[ox.Quad]:
    """The triples of Turtle text in the default graph; `path` is only for messages."""
    try:
        return list(ox.parse(data, ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise syntax_problem(data, path, error) from error


def syntax_problem(data: bytes, path: Path, error: SyntaxError) -> SourceError:
    """The engine's syntax error as a message that says what to do."""
    if data.startswith(BYTE_ORDER_MARK):
        return SourceError(shown(path), 1, "starts with a byte order mark. Save it as UTF-8 without one.")
    problem = re.sub(r"^Parser error .*?: ", "", str(error.msg))
    return SourceError(shown(path), error.lineno, next(_advice(problem), f"{problem}. Correct the Turtle here."))


def _advice(problem: str) -> Iterator[str]:
    if prefix := re.match(r"The prefix (\S*:) has not been declared", problem):
        yield f'unknown prefix "{prefix[1]}". Declare it or fix the spelling.'
    if "Unexpected end" in problem:
        yield 'the file ends in the middle of a statement or string that begins here. Close it and end it with ".".'
    if "dot is expected" in problem:
        yield 'a statement is not finished before this line. End it with "." or join it with ";" or ",".'
    if "absolute IRI" in problem:
        yield f"relative IRI ({problem}). Write the full IRI or a prefixed name."
    if "IRI code point" in problem:
        yield f"{problem}. Percent-encode that character."
    if "UTF-8" in problem:
        yield "not UTF-8 text. Save the file as UTF-8."
    if "escape character" in problem:
        yield f'{problem}. Write a backslash in a string as "\\\\".'


def format_turtle(text: str, path: Path) -> str:
    """The text as canonical Turtle: layout of longturtle, only the used prefixes, the same text for the same triples.

    Comments are not kept. Raises SourceError for a syntax error, or when the canonical form would not say the same.
    """
    stated = parse_turtle(text.encode(), path)
    try:
        named = name_blank_nodes(quad.triple for quad in stated)
        canonical = write_turtle(named)
    except (ValueError, RecursionError) as error:
        raise SourceError(shown(path), None, f"has no canonical form: {error}. Write it as plain RDF 1.1.") from error
    kept = name_blank_nodes(quad.triple for quad in parse_turtle(canonical.encode(), path))
    if set(kept) != set(named):
        raise SourceError(shown(path), None, "has no canonical form that says the same. Simplify its blank nodes.")
    return canonical


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content so that every reader, and a crash, sees the old or the new content whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make renames in a directory last; a no-op where directories cannot be synced (Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def shown(path: Path) -> Path:
    """The path as messages show it: relative to the working directory when it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _visible(paths: Iterator[Path]) -> list[Path]:
    return sorted(path for path in paths if not path.name.startswith("."))


def _is_root(path: Path) -> bool:
    return all((path / folder).is_dir() for folder in FOLDERS)
