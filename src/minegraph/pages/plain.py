"""Pages as plain text: aligned, never cropped, for files and pipes."""

from __future__ import annotations

from minegraph.pages.blocks import Block, Fields, Heading, Page, Prose, Table, shown, width


def text(page: Page) -> str:
    """The page as text that ends with a line break; empty for an empty page."""
    blocks = [_block(block) for block in page]
    return "\n\n".join(block for block in blocks if block) + "\n" if blocks else ""


def _block(block: Block) -> str:
    match block:
        case Heading(title, level):
            return f"{shown(title)}\n{('=' if level == 1 else '-') * width(shown(title))}"
        case Prose(paragraph):
            return shown(paragraph)
        case Fields():
            return _fields(block)
        case Table():
            return _table(block)


def _fields(block: Fields) -> str:
    margin = max((width(shown(name)) for name, _ in block.items), default=0) + 2
    lines: list[str] = []
    for name, values in block.items:
        head = _padded(shown(name), margin)
        for value in values:
            lines.append((head + shown(value)).rstrip())
            head = " " * margin
    return "\n".join(lines)


def _table(block: Table) -> str:
    rows = [tuple(shown(cell) for cell in row) for row in (block.columns, *block.rows)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(block.columns))]
    lines = [_line(row, widths, block.numeric) for row in rows]
    rule = "  ".join("-" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: tuple[str, ...], widths: list[int], numeric: frozenset[int]) -> str:
    cells = [_padded(cell, size, right=at in numeric) for at, (cell, size) in enumerate(zip(row, widths, strict=True))]
    return "  ".join(cells).rstrip()


def _padded(cell: str, size: int, *, right: bool = False) -> str:
    padding = " " * (size - width(cell))
    return padding + cell if right else cell + padding
