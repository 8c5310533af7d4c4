"""What a page is made of."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

_HIDDEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_UNSHOWABLE = {**_HIDDEN, **_CONTROLS}


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of text that leads to an address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """What is said of something: a text, perhaps in a language or leading to an address, and who says it.

    It may follow by rule from other statements, or stand in named graphs (their IRIs).
    """

    text: str
    href: str = ""
    language: str = ""
    is_inferred: bool = False
    graphs: tuple[str, ...] = ()


Piece = str | Link | Value


@dataclass(frozen=True, slots=True)
class Several:
    """Pieces that stand in one cell, with something between them."""

    pieces: tuple[Piece, ...]
    between: str = ", "


Cell = Piece | Several


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the page's own. An anchor is what links on the page lead to."""

    text: str
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values, one a line; a name may have several."""

    items: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; numeric columns, by position, are aligned right, wide ones get the room in a terminal."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = field(default=frozenset())
    wide: frozenset[int] = field(default=frozenset())


Block = Heading | Prose | Fields | Table
Page = tuple[Block, ...]


def shown(cell: Cell) -> str:
    """The text of a cell on one line, without the characters that steer a terminal.

    >>> shown("red\\x1b[31m, two\\nlines")
    'red [31m, two lines'
    """
    text = text_of(cell)
    return text if text.isascii() and text.isprintable() else text.translate(_UNSHOWABLE)


def text_of(cell: Cell) -> str:
    """The text of a cell, exactly."""
    match cell:
        case Several(pieces, between):
            return between.join(map(text_of, pieces))
        case Value(text, language=language, is_inferred=is_inferred):
            return f"{text}{f' ({language})' if language else ''}{' (inferred)' if is_inferred else ''}"
        case Link(text):
            return text
        case str():
            return cell


def width(text: str) -> int:
    """The columns a text takes in a terminal.

    >>> width("Åland"), width("Åland"), width("鉱山")
    (5, 5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
