"""The lines of a text. Only LF, CR and CRLF end one: NEL, U+2028 and the like are characters inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")  # possessive, so that one endless line is read once
_END = re.compile(r"\r\n?|\n")


def lines(text: str) -> Iterator[str]:
    """Every line with its end.

    >>> list(lines("a\\r\\nb\\u2028c\\rd"))
    ['a\\r\\n', 'b\\u2028c\\r', 'd']
    """
    return (match[0] for match in _LINE.finditer(text))


def line_after(before: str) -> int:
    """The number, from 1, of the line that a text which comes before it leads to."""
    return sum(1 for _ in _END.finditer(before)) + 1
