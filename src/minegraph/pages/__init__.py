"""Pages for people: blocks, written as plain text, to a terminal, or as HTML."""

from minegraph.pages.blocks import (
    Block,
    Cell,
    Fields,
    Heading,
    Link,
    Page,
    Piece,
    Prose,
    Several,
    Table,
    Value,
    shown,
    text_of,
)
from minegraph.pages.figures import grouped, with_minus
from minegraph.pages.linking import linked_where
from minegraph.pages.paged import Paged

__all__ = [
    "Block",
    "Cell",
    "Fields",
    "Heading",
    "Link",
    "Page",
    "Paged",
    "Piece",
    "Prose",
    "Several",
    "Table",
    "Value",
    "grouped",
    "linked_where",
    "shown",
    "text_of",
    "with_minus",
]
