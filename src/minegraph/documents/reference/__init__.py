"""The reference: what the terms of the ontology mean, and what the shapes ask for."""

from __future__ import annotations

from collections.abc import Callable

from minegraph.documents.reference.ontology_page import ontology
from minegraph.documents.reference.reading import Reading, graphs_of
from minegraph.documents.reference.shapes_page import shapes

__all__ = ["PAGES", "Reading", "graphs_of"]

PAGES: dict[str, Callable[[Reading], dict[str, object]]] = {"ontology": ontology, "shapes": shapes}
"""What the template of each page shows, but for the machine forms."""
