"""Pictures of classes as boxes with lines between them, measured in pixels; a template writes them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LETTER, BOLD = 7.4, 8.2  # generous means, since fonts differ from machine to machine
LINE = 20.0
TITLE = 28.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text that begins at a point, leads to an anchor of the page, and may have a line drawn from it."""

    text: str
    href: str
    x: float
    y: float
    line: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A class: a rectangle with its name, and below the name its properties."""

    x: float
    y: float
    width: float
    height: float
    title: Text
    rows: tuple[Text, ...] = ()
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its size, and what it shows in words, for those who cannot see it."""

    id: str
    width: float
    height: float
    title: str
    description: str
    boxes: tuple[Box, ...]
    lines: tuple[Text, ...] = ()


def width_of(texts: Sequence[str], letter: float = LETTER) -> float:
    """How wide the longest of some texts may become."""
    return letter * max(map(len, texts), default=0)


def curve(points: Sequence[tuple[float, float]]) -> str:
    """The path of a smooth line through points, level where it passes them.

    >>> curve([(0, 0), (10, 5)])
    'M0 0C5 0 5 5 10 5'
    """
    (x, y), *others = points
    path = f"M{_number(x)} {_number(y)}"
    for to_x, to_y in others:
        middle = _number((x + to_x) / 2)
        path += f"C{middle} {_number(y)} {middle} {_number(to_y)} {_number(to_x)} {_number(to_y)}"
        x, y = to_x, to_y
    return path


def straight(start: tuple[float, float], end: tuple[float, float]) -> str:
    """The path of a straight line.

    >>> straight((0, 0), (10, 5))
    'M0 0L10 5'
    """
    return f"M{_number(start[0])} {_number(start[1])}L{_number(end[0])} {_number(end[1])}"


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
