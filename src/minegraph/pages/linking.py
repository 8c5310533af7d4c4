"""Pages without the links that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from minegraph.pages.blocks import Block, Cell, Fields, Link, Page, Piece, Several, Table, Value

Leads = Callable[[str], bool]


def linked_where(page: Page, leads: Leads) -> Page:
    """The page with links only to the addresses that lead somewhere; of the others, the text stays."""
    return tuple(_block(block, leads) for block in page)


def _block(block: Block, leads: Leads) -> Block:
    match block:
        case Fields(items):
            return Fields(tuple((name, tuple(_cell(one, leads) for one in cells)) for name, cells in items))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(_cell(one, leads) for one in row) for row in rows))
        case _:
            return block


def _cell(cell: Cell, leads: Leads) -> Cell:
    if isinstance(cell, Several):
        return replace(cell, pieces=tuple(_piece(piece, leads) for piece in cell.pieces))
    return _piece(cell, leads)


def _piece(piece: Piece, leads: Leads) -> Piece:
    match piece:
        case Link(text, href) if not leads(href):
            return text
        case Value(href=href) if href and not leads(href):
            return replace(piece, href="")
        case _:
            return piece
