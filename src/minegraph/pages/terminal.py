"""Pages in a terminal: coloured, wrapped to its width."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from minegraph.pages.blocks import Block, Cell, Fields, Heading, Link, Page, Prose, Table, shown


def show(page: Page, stream: TextIO) -> None:
    """Write the page to a terminal, with an empty line between blocks."""
    console = Console(file=stream, highlight=False)
    for number, block in enumerate(page):
        if number and not isinstance(page[number - 1], Heading):
            console.print()
        console.print(_renderable(block))


def _renderable(block: Block) -> RenderableType:
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
            return _table(block)


def _fields(block: Fields) -> RenderableType:
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", overflow="fold")
    grid.add_column(overflow="fold")
    for name, values in block.items:
        for number, value in enumerate(values):
            grid.add_row(Text("" if number else shown(name)), _cell(value))
    return Padding(grid, (0, 0, 0, 1))


def _table(block: Table) -> RenderableType:
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for at, name in enumerate(block.columns):
        table.add_column(Text(shown(name)), justify="right" if at in block.numeric else "left", overflow="fold")
    for row in block.rows:
        table.add_row(*(_cell(cell) for cell in row))
    return Padding(table, (0, 0, 0, 1))


def _cell(cell: Cell) -> Text:
    style = Style(link=cell.href) if isinstance(cell, Link) and _is_web(cell.href) else Style()
    return Text(shown(cell), style=style)


def _is_web(href: str) -> bool:
    return href.startswith(("https://", "http://")) and href.isprintable()
