"""Validation: what in the graph, or in files beside it, is not as the shapes want it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from minegraph.checker import Checker
from minegraph.datagraph import DataGraph
from minegraph.files import read_quads
from minegraph.report import Report, Result
from minegraph.shapes import Shapes, read_shapes
from minegraph.targets import Targets

__all__ = ["Report", "Result", "check_graph"]

ShapesSource = Sequence[Path] | Iterable[ox.Quad]


def check_graph(store: ox.Store, shapes: ShapesSource) -> Report:
    """Check a whole store, the union of its named graphs, against shapes: Turtle files, or quads already read.

    The set-based engine does it, unless the shapes use something that it does not know; then pySHACL does all of it.
    Raises CheckError when the shapes cannot be used.
    """
    read = _read(shapes)
    return _check(DataGraph(store), read)


def _check(data: DataGraph, shapes: Shapes) -> Report:
    if shapes.unknown:
        from minegraph.reference import reference_results

        return Report.of(reference_results(data, shapes), "pyshacl")
    return Report.of(Checker(data, shapes, Targets(data)).results(), "minegraph")


def _read(shapes: ShapesSource) -> Shapes:
    quads: list[ox.Quad] = []
    for source in shapes:
        quads += [source] if isinstance(source, ox.Quad) else read_quads(source, str(source.as_uri()))
    return read_shapes(quads)
