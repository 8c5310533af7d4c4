"""Validation: what in the graph, or in files handed in beside it, is not as the shapes want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from minegraph.errors import CheckError, StoreError
from minegraph.files import shown
from minegraph.terms import compress
from minegraph.validation.checker import Checker
from minegraph.validation.datagraph import DataGraph, Function
from minegraph.validation.incoming import read_incoming, read_triples
from minegraph.validation.known_terms import KnownTerms
from minegraph.validation.lint import check_shapes, misspelt
from minegraph.validation.report import Report, Result
from minegraph.validation.shapes import Shapes, read_shapes
from minegraph.validation.targets import ASKED, Targets
from minegraph.validation.triples import Node
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
    found, engine = _check(DataGraph(store), asked, None)
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
) -> Report:
    """Check files as if they were in the graph; only what they describe is reported on.

    `context` is the graph they are seen in, which stays as it is; without it the files have to stand alone. The
    graphs named in `leave_out` are not seen, for a file that takes the place of one. With a context, classes and
    properties that it does not know are reported too, unless `known_terms` is false (for other people's shapes).
    `scratch` is a directory for temporary files; best on the disk of the context, where a copy costs nothing.

    Raises CheckError when a file or the shapes cannot be used.
    """
    asked = load_shapes(shapes)
    quads = [quad for path in files for quad in _placed(path)]
    return validate_quads(quads, asked, context, known_terms=known_terms, leave_out=leave_out, scratch=scratch)


def validate_quads(
    quads: Sequence[ox.Quad],
    shapes: Shapes,
    context: ox.Store | None = None,
    *,
    known_terms: bool = True,
    leave_out: Collection[str] = (),
    scratch: Path | None = None,
) -> Report:
    """Check statements as if they were in the graph, as `validate_files` checks those of files."""
    unknown = KnownTerms(context).results(quads) if context is not None and known_terms else ()
    with TemporaryDirectory(prefix="minegraph-", dir=scratch, ignore_cleanup_errors=True) as folder:
        found, engine = _check_merged(context, quads, shapes, leave_out, Path(folder) / "graph")
    results = [*misspelt(shapes.triples), *unknown, *found]
    return Report.of(results, engine, (), version_of(shapes.triples))


def _check_merged(
    context: ox.Store | None, quads: Sequence[ox.Quad], shapes: Shapes, leave_out: Collection[str], copy: Path
) -> tuple[list[Result], str]:
    """Check what quads describe, in the context; the store made at `copy` is closed on return."""
    store = ox.Store() if context is None else _copy(context, copy)
    for name in leave_out:
        store.remove_graph(ox.NamedNode(name))
    for quad in quads:
        for stated in list(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
            store.remove(stated)
    store.extend(quads)
    asked = frozenset(quad.subject for quad in quads if not isinstance(quad.subject, ox.Triple))
    found, engine = _check(DataGraph(store, {ASKED: _asks(asked)}), shapes, asked)
    return list(found), engine


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


def _check(data: DataGraph, shapes: Shapes, asked: frozenset[Node] | None) -> tuple[Iterator[Result], str]:
    if shapes.unknown:
        from minegraph.validation.reference import reference_results

        found, engine = reference_results(data, shapes), "pyshacl"
    else:
        found, engine = Checker(data, shapes, Targets(data, asked)).results(), "minegraph"
    return (result for result in found if asked is None or result.focus in asked), engine


def _placed(path: Path) -> Iterator[ox.Quad]:
    """The triples of a file in a named graph of its own, named by the file's address."""
    graph = ox.NamedNode(path.absolute().as_uri())
    return (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read_incoming(path))


def _asks(asked: frozenset[Node]) -> Function:
    return lambda term: ox.Literal(term in asked)


def _copy(store: ox.Store, path: Path) -> ox.Store:
    """A store with the same content: of one on disk a snapshot, which shares its files; of one in memory a copy."""
    try:
        store.backup(str(path))
    except RuntimeError:
        copied = ox.Store()
        copied.bulk_extend(store)
        return copied
    except OSError as error:
        raise StoreError(
            f"The graph cannot be copied to see the files in it ({error}). Make room on the disk."
        ) from error
    return ox.Store(str(path))
