"""What in the graph, or in files handed in beside it, is not as the shapes want it."""

from __future__ import annotations

from minegraph.validation.checking import ShapesSource, check_graph, load_shapes, validate_files, validate_quads
from minegraph.validation.merging import NOTHING, Replacement
from minegraph.validation.report import Report, Result

__all__ = [
    "NOTHING",
    "Replacement",
    "Report",
    "Result",
    "ShapesSource",
    "check_graph",
    "load_shapes",
    "validate_files",
    "validate_quads",
]
