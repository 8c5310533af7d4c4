"""Text in Turtle and its relatives, before a parser sees it: how deep it goes, and where its quoted texts are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKENS = re.compile(
    rb"(?<![\w:.-])@?(?i:version)\s++(?:\"[^\"]*+\"|'[^']*+')"
    rb"|(?P<text>\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+(?:\"\"\"|\Z)|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
    rb"|\"(?:[^\"\\\r\n]++|\\.)*+\"|'(?:[^'\\\r\n]++|\\.)*+')"
    rb"|<[^<>\s]*+>|\#[^\r\n]*+|\\."
    rb"|(?P<open>[\[({]|<<)|(?P<close>[\])}]|>>)",
    re.DOTALL,
)
_TYPED = re.compile(rb"(?:\s++|\#[^\r\n]*+)*+\^\^")


@dataclass(frozen=True, slots=True)
class QuotedText:
    """A text in quotes: where it starts and ends, and whether `^^` and a datatype follow it.

    Without closing quotes, a text on several lines ends with the file.
    """

    start: int
    end: int
    typed: bool


@dataclass(frozen=True)
class Outline:
    """How deep brackets are nested, and the quoted texts in their order."""

    depth: int
    texts: tuple[QuotedText, ...]


def outline(data: bytes, deepest: int, most: int) -> Outline:
    """The outline of Turtle text, as far as brackets are nested no more than `deepest` and `most` texts are quoted."""
    depth = reached = 0
    texts: list[QuotedText] = []
    for token in _TOKENS.finditer(data):
        if token.lastgroup == "text":
            texts.append(QuotedText(token.start(), token.end(), _TYPED.match(data, token.end()) is not None))
        elif token.lastgroup:
            depth += 1 if token.lastgroup == "open" else -1
            reached = max(reached, depth)
        if reached > deepest or len(texts) > most:
            break
    return Outline(reached, tuple(texts))
