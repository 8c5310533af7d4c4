"""Pages as Markdown (GitHub's, with tables): every text is escaped, links lead only to the web."""

from __future__ import annotations

import re

from minegraph.pages.blocks import Block, Cell, Fields, Heading, Link, Page, Prose, Several, Table, Value, shown

_ACTIVE = re.compile(r"([\\`*_\[\]<>|#~&$])")
_LISTED = re.compile(r"^([-+]|\d+[.)])")


def text(page: Page) -> str:
    """The page as text that ends with a line break; empty for an empty page."""
    blocks = [_block(block) for block in page]
    return "\n\n".join(block for block in blocks if block) + "\n" if blocks else ""


def escaped(words: str) -> str:
    r"""Text that reads as it is, whatever is in it.

    >>> print(escaped("<b>|*x*|"))
    \<b\>\|\*x\*\|
    """
    return _ACTIVE.sub(r"\\\1", shown(words))


def _block(block: Block) -> str:
    match block:
        case Heading(title, level):
            return f"{'#' * level} {escaped(title)}"
        case Prose(paragraph):
            return _LISTED.sub(r"\\\1", escaped(paragraph))
        case Fields():
            return "\n".join(f"- **{escaped(name)}** {'; '.join(map(_cell, values))}" for name, values in block.items)
        case Table():
            return _table(block)


def _table(block: Table) -> str:
    rules = ("---:" if at in block.numeric else "---" for at in range(len(block.columns)))
    rows = (block.columns, *block.rows)
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join([lines[0], f"| {' | '.join(rules)} |", *lines[1:]])


def _cell(cell: Cell) -> str:
    match cell:
        case Several(pieces, between):
            return escaped(between).join(map(_cell, pieces)) if between.strip() else between.join(map(_cell, pieces))
        case Link(words, href) if _is_web(href):
            return f"[{escaped(words)}](<{href}>)"
        case Value(href=href) if _is_web(href):
            return f"[{escaped(shown(cell))}](<{href}>)"
        case _:
            return escaped(shown(cell))


def _is_web(href: str) -> bool:
    return href.startswith(("https://", "http://")) and href.isprintable() and not set("<>\\ ") & set(href)
