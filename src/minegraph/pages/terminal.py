"""Pages in a terminal: coloured, wrapped to its width."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from minegraph.pages.blocks import Block, Cell, Fields, Heading, Link, Page, Prose, Several, Table, Value, shown

NARROW = 12
READABLE = 10


def show(page: Page, stream: TextIO, width: int | None = None) -> None:
    """Write the page to a terminal, with an empty line between blocks; the width is the terminal's own unless given."""
    console = Console(file=stream, highlight=False, width=width)
    for number, block in enumerate(page):
        if number and not isinstance(page[number - 1], Heading):
            console.print()
        console.print(_renderable(block, console.width))


def _renderable(block: Block, width: int) -> RenderableType:
    match block:
        case Heading(title, 1):
            return Text(shown(title), style="bold reverse")
        case Heading(title):
            return Text(shown(title), style="bold cyan")
        case Prose(paragraph):
            return Text(shown(paragraph))
        case Fields():
            return _fields(block)
        case Table():
            return _table(block, width)


def _fields(block: Fields) -> RenderableType:
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", overflow="fold")
    grid.add_column(overflow="fold")
    for name, values in block.items:
        for number, value in enumerate(values):
            grid.add_row(Text("" if number else shown(name)), _cell(value))
    return Padding(grid, (0, 0, 0, 1))


def _table(block: Table, width: int) -> RenderableType:
    if _least_width(block) > width:
        return _records(block)
    narrow = max(NARROW, width // 7) if block.wide else None
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1, 0, 0))
    for at, name in enumerate(block.columns):
        justify: JustifyMethod = "right" if at in block.numeric else "left"
        limit = None if at in block.wide else narrow
        table.add_column(Text(shown(name)), justify=justify, overflow="fold", max_width=limit)
    for row in block.rows:
        table.add_row(*(_cell(cell) for cell in row))
    return Padding(table, (0, 0, 0, 1))


def _least_width(block: Table) -> int:
    """The columns of a terminal that the table needs to be readable."""
    longest = (max(len(shown(row[at])) for row in (block.columns, *block.rows)) for at in range(len(block.columns)))
    return sum(min(READABLE, size) + 2 for size in longest)


def _records(block: Table) -> RenderableType:
    """The rows below each other, for a terminal too narrow for the table."""
    rows = [
        Fields(tuple((name, (cell,)) for name, cell in zip(block.columns, row, strict=True) if shown(cell)))
        for row in block.rows
    ]
    return Group(*[part for row in rows for part in (Text(""), _fields(row))][1:])


def _cell(cell: Cell) -> Text:
    if isinstance(cell, Several):
        return Text(shown(cell.between)).join(map(_cell, cell.pieces))
    style = Style(link=cell.href) if isinstance(cell, Link | Value) and _is_web(cell.href) else Style()
    return Text(shown(cell), style=style)


def _is_web(href: str) -> bool:
    return href.startswith(("https://", "http://")) and href.isprintable()
