"""Pages as HTML: escaped, links only to the web, readable in light and dark."""

from __future__ import annotations

from html import escape

from minegraph.pages.blocks import Block, Cell, Fields, Heading, Link, Page, Prose, Several, Table, Value, shown


def fragment(page: Page) -> str:
    """The page as one HTML element, as notebooks show it."""
    return f'<div class="minegraph">{"".join(_block(block) for block in page)}</div>'


def link(cell: Cell) -> str:
    """A cell, escaped; a link only when it leads to the web."""
    if isinstance(cell, Several):
        return escape(cell.between).join(map(link, cell.pieces))
    text = escape(shown(cell))
    if isinstance(cell, Link | Value) and cell.href.startswith(("https://", "http://")):
        return f'<a href="{escape(cell.href)}" rel="noopener noreferrer">{text}</a>'
    return text


def _block(block: Block) -> str:
    match block:
        case Heading(title, level):
            return f"<h{level + 2}>{escape(shown(title))}</h{level + 2}>"
        case Prose(paragraph):
            return f"<p>{escape(shown(paragraph))}</p>"
        case Fields():
            return _fields(block)
        case Table():
            return _table(block)


def _fields(block: Fields) -> str:
    rows = (
        f'<tr><th style="text-align:left">{escape(shown(name))}</th>'
        f'<td style="text-align:left">{"<br>".join(link(value) for value in values)}</td></tr>'
        for name, values in block.items
    )
    return f"<table>{''.join(rows)}</table>"


def _table(block: Table) -> str:
    head = "".join(f"<th{_aligned(at, block)}>{escape(shown(name))}</th>" for at, name in enumerate(block.columns))
    rows = "".join(
        f"<tr>{''.join(f'<td{_aligned(at, block)}>{link(cell)}</td>' for at, cell in enumerate(row))}</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _aligned(column: int, block: Table) -> str:
    return f' style="text-align:{"right" if column in block.numeric else "left"}"'
