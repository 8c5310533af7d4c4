"""Validation: what in the graph, or in files handed in beside it, is not as the shapes want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.terms import compress
from minegraph.validation.incoming import read_incoming, read_triples
from minegraph.validation.known_terms import KnownTerms
from minegraph.validation.lint import check_shapes, misspelt
from minegraph.validation.merging import NOTHING, Merged, Replacement, check
from minegraph.validation.report import Report, Result
from minegraph.validation.shapes import Shapes, read_shapes
from minegraph.validation.versions import version_of

__all__ = ["Report", "Result", "ShapesSource", "check_graph", "load_shapes", "validate_files", "validate_quads"]

ShapesSource = Iterable[Path | ox.Quad]


def check_graph(store: ox.Store, shapes: ShapesSource, *, known_terms: bool = False) -> Report:
    """Check a whole store, the union of its named graphs, against shapes: files, or quads already read.

    The set-based engine does it, unless the shapes use something that it does not know; then pySHACL does all of it.
    With `known_terms`, classes and properties of minegraph that the store does not declare are reported too.
    Raises CheckError when the shapes cannot be used.
    """
    asked = load_shapes(shapes)
    found, engine = check(store, asked)
    unknown = KnownTerms(store).undeclared() if known_terms else ()
    return Report.of([*misspelt(asked.triples), *unknown, *found], engine, (), version_of(asked.triples))


def validate_files(
    files: Sequence[Path],
    shapes: ShapesSource,
    context: ox.Store | None = None,
    *,
    known_terms: bool = True,
    leave_out: Collection[str] = (),
    scratch: Path | None = None,
    touched: bool = False,
) -> Report:
    """Check files as if they were in the graph; only what they describe is reported on.

    `context` is the graph they are seen in, which stays as it is; without it the files have to stand alone. The
    graphs named in `leave_out` are not seen, for a file that takes the place of one. With a context, classes and
    properties that it does not know are reported too, unless `known_terms` is false (for other people's shapes).
    `scratch` is a directory for temporary files; best on the disk of the context, where a copy costs nothing. With
    `touched`, what the files break at existing resources that they refer to is reported too, such as a sum that is now
    too high.

    Raises CheckError when a file or the shapes cannot be used.
    """
    asked = load_shapes(shapes)
    quads = [quad for path in files for quad in _placed(path)]
    return validate_quads(
        quads, asked, context, known_terms=known_terms, leave_out=leave_out, scratch=scratch, touched=touched
    )


def validate_quads(
    quads: Sequence[ox.Quad],
    shapes: Shapes,
    context: ox.Store | None = None,
    *,
    known_terms: bool = True,
    leave_out: Collection[str] = (),
    replaces: Replacement = NOTHING,
    scratch: Path | None = None,
    touched: bool = False,
) -> Report:
    """Check statements as if they were in the graph, as `validate_files` checks those of files.

    They may take the place of named graphs (`replaces`): with `touched`, what that breaks is reported too.
    """
    unknown = KnownTerms(context).results(quads) if context is not None and known_terms else ()
    merged = Merged(context, quads, leave_out, replaces, scratch)
    found, engine = merged.results(shapes)
    broken = merged.broken(shapes) if touched else ()
    results = [*misspelt(shapes.triples), *unknown, *found, *broken]
    return Report.of(results, engine, (), version_of(shapes.triples))


def load_shapes(shapes: ShapesSource) -> Shapes:
    """The shapes of files or quads, when they can be used; CheckError says why not."""
    given: list[ox.Quad] = []
    for source in shapes:
        quads = [source] if isinstance(source, ox.Quad) else read_triples(source)
        check_shapes(quads, _name(source))
        given += quads
    if not given:
        raise CheckError("There are no shapes to check against. Name a file that holds some.")
    read = read_shapes(given)
    described = {quad.subject for quad in given}
    for node in read.by_node:
        if node not in described:
            raise CheckError(
                f"The shapes cannot be used: they refer to {node}, which is not described. Correct the name."
            )
    return read


def _name(source: Path | ox.Quad) -> str:
    if isinstance(source, Path):
        return str(shown(source))
    return "The shapes" if isinstance(source.graph_name, ox.DefaultGraph) else compress(source.graph_name.value)


def _placed(path: Path) -> Iterator[ox.Quad]:
    """The triples of a file in a named graph of its own, named by the file's address."""
    graph = ox.NamedNode(path.absolute().as_uri())
    return (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read_incoming(path))
