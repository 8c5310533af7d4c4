"""Pages for people: blocks, written as plain text, to a terminal, or as HTML."""

from minegraph.pages.blocks import Block, Cell, Fields, Heading, Link, Page, Prose, Table
from minegraph.pages.paged import Paged

__all__ = ["Block", "Cell", "Fields", "Heading", "Link", "Page", "Paged", "Prose", "Table"]
