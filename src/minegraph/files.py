"""The files of the graph: where they are, which named graph each one is, reading and writing them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

import minegraph
from minegraph.blanknodes import name_blank_nodes
from minegraph.errors import SourceError
from minegraph.terms import GRAPH
from minegraph.turtle import write_turtle

FOLDERS = ("ontology", "shapes", "data")
MARKER = "minegraph.toml"
MARKER_FORMAT = 1
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Layout:
    """The parts of a graph's root directory, or of a workspace laid over the shipped graph (`base`).

    A file of the workspace takes the place of the shipped one with the same path under its root; the `withheld` names
    are left out.
    """

    root: Path
    base: Path | None = None
    withheld: frozenset[str] = frozenset()

    @property
    def graph_files(self) -> dict[str, Path]:
        """Named graph IRI -> its Turtle file, sorted: ontology and shapes at their top level, data at any depth."""
        found = (self._files(folder, f"{'**/' if folder == 'data' else ''}*.ttl") for folder in FOLDERS)
        return dict(sorted((self.graph_iri(path), path) for paths in found for path in paths))

    @property
    def rules(self) -> tuple[Path, ...]:
        """The inference rules."""
        return self._files("ontology/rules", "*.rq")

    @property
    def queries(self) -> tuple[Path, ...]:
        """The competency questions."""
        return self._files("queries", "*.rq")

    @property
    def facets(self) -> tuple[Path, ...]:
        """The queries that feed the synergies."""
        return self._files("queries/synergy", "*.rq")

    @property
    def examples(self) -> tuple[Path, ...]:
        """Good and bad examples of what the shapes ask for: `SHAPE/ok.ttl`, `SHAPE/bad-CONSTRAINT.ttl`; no graphs."""
        return self._files("shapes/examples", "*/*.ttl")

    @property
    def inbox(self) -> Path:
        """Where submissions wait."""
        return self.root / "inbox"

    @property
    def submissions(self) -> Path:
        """Where accepted submissions are, one file each."""
        return self.root / "data" / "submissions"

    @property
    def is_installed(self) -> bool:
        """True for the graph inside the installed package, which is not to be written to."""
        return self.root.resolve().is_relative_to(Path(minegraph.__file__).parent)

    def graph_iri(self, path: Path) -> str:
        """The named graph that a file under a root is."""
        return GRAPH + quote(self.name(path).removesuffix(path.suffix))

    def name(self, path: Path) -> str:
        """The path of a file under its root, the same wherever the root is: `data/regions/nuts-fi.ttl`."""
        homes = [root for root in self._roots if path.is_relative_to(root)]
        return path.relative_to(max(homes, key=lambda root: len(root.parts))).as_posix()

    def path(self, name: str) -> Path:
        """Where the file of that name is, or would be: in the workspace, else under the shipped root."""
        places = [root / name for root in reversed(self._roots)]
        return next((place for place in places if place.exists()), places[0])

    @property
    def _roots(self) -> tuple[Path, ...]:
        return (self.root,) if self.base is None else (self.base, self.root)

    def _files(self, folder: str, pattern: str) -> tuple[Path, ...]:
        found = {self.name(path): path for root in self._roots for path in _visible((root / folder).glob(pattern))}
        return tuple(found[name] for name in sorted(found.keys() - self.withheld))


def find_layout(start: Path | None = None) -> Layout:
    """The graph to work on: a root directory, or a workspace over the shipped graph.

    `start` when given (SourceError if it is neither), else the nearest parent of the working directory that is one,
    else the graph that came with the package.
    """
    if start is not None:
        layout = _layout_at(start.resolve())
        if layout is None:
            needed = ", ".join(f"{folder}/" for folder in FOLDERS)
            advice = f"Give a directory that holds {needed}, or a workspace (`minegraph init DIR` makes one)."
            raise SourceError(start, None, f"not the root of a graph. {advice}")
        return layout
    here = Path.cwd()
    found = (_layout_at(parent) for parent in (here, *here.parents))
    return next((layout for layout in found if layout is not None), Layout(packaged_root()))


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


def file_sha256(path: Path) -> str:
    """The SHA-256 digest of a file's bytes, in hexadecimal; OSError when it cannot be read."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


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
    make_directory(path.parent)
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


def make_directory(path: Path) -> None:
    """Make a directory, and those above it that are missing, so that they last."""
    if not path.is_dir():
        make_directory(path.parent)
        path.mkdir(exist_ok=True)
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


def _layout_at(path: Path) -> Layout | None:
    """The workspace or root that a directory is, if it is one."""
    if (path / MARKER).is_file():
        _check_marker(path / MARKER)
        return Layout(path, packaged_root())
    return Layout(path) if _is_root(path) else None


def _check_marker(path: Path) -> None:
    try:
        said = tomllib.loads(read_bytes(path).decode()).get("format")
    except ValueError as error:
        raise SourceError(shown(path), None, f"not TOML ({error}). Write `format = {MARKER_FORMAT}`.") from error
    if said != MARKER_FORMAT:
        raise SourceError(shown(path), None, f"a workspace of format {said!r}. Install the minegraph that made it.")


def _is_root(path: Path) -> bool:
    return all((path / folder).is_dir() for folder in FOLDERS)
