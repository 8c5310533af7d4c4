"""SPARQL as text: its tokens, and where its groups begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<word>[^\W\d](?:[\w.-]*[\w-])?(?:::?[\w.%:-]*)?|:[\w.%:-]+)
    |(?P<space>\s+)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: what kind it is, its text, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text of a keyword or a bracket in capitals; empty for everything else."""
        return self.text.upper() if self.kind in ("word", "mark") else ""

    @property
    def variable(self) -> str:
        """The name of a variable; empty for everything else."""
        return self.text[1:] if self.kind == "variable" else ""


@dataclass(frozen=True)
class Group:
    """A part of a query in braces: the word before it, the tokens inside, and where the inside begins and ends.

    `at` is the position of the opening brace among the tokens of the query.
    """

    opener: str
    tokens: tuple[Token, ...]
    at: int
    start: int
    end: int
    depth: int


def tokens(text: str) -> list[Token]:
    """The tokens of a query, without comments and spaces."""
    return list(_tokens(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    found = (Token(str(match.lastgroup), match.group(), match.start()) for match in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind not in ("comment", "space"))


def groups(found: list[Token]) -> Iterator[Group]:
    """The groups of a query in the order in which they end. `opener` is the keyword or mark before the brace."""
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.word == "{":
            opened.append(at)
        elif token.word == "}" and opened:
            first = opened.pop()
            opener = found[first - 1].word if first else ""
            inside = tuple(found[first + 1 : at])
            yield Group(opener, inside, first, found[first].start + 1, token.start, len(opened) + 1)
