"""A place among the tokens of a SPARQL query, which moves on as the query is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from minegraph.sparql import Token

_CLOSING = {"{": "}", "(": ")"}

T = TypeVar("T")


class UnreadableError(Exception):
    """A query with something in it that is not read here."""


class Cursor:
    """Tokens and the position of the next one to read. Raises UnreadableError where the tokens end too early."""

    def __init__(self, found: list[Token], at: int = 0) -> None:
        self.found = found
        self.at = at

    @property
    def token(self) -> Token:
        """The token here."""
        if self.at >= len(self.found):
            raise UnreadableError
        return self.found[self.at]

    @property
    def word(self) -> str:
        """The keyword or mark here; empty for everything else, and at the end."""
        return self.found[self.at].word if self.at < len(self.found) else ""

    def take(self, *words: str) -> bool:
        """Whether one of these keywords or marks is here; if so, it is passed."""
        taken = self.word in words
        self.at += taken
        return taken

    def find(self, *words: str) -> int:
        """The position of the next of these keywords or marks."""
        for at in range(self.at, len(self.found)):
            if self.found[at].word in words:
                return at
        raise UnreadableError

    def closing(self, opening: int) -> int:
        """The position of the bracket that closes the one at a position."""
        depth, mark = 0, self.found[opening].word
        for at in range(opening, len(self.found)):
            depth += (self.found[at].word == mark) - (self.found[at].word == _CLOSING[mark])
            if depth == 0:
                return at
        raise UnreadableError

    def end_of_expression(self) -> int:
        """The position of the bracket that closes the next one: the last token of a FILTER or BIND here."""
        return self.closing(self.find(*_CLOSING))

    def bracketed(self, mark: str, read: Callable[[], T]) -> T:
        """What is read between the bracket here and the one that closes it, which has to be all there is."""
        if self.word != mark:
            raise UnreadableError
        last = self.closing(self.at)
        self.at += 1
        found = read()
        if self.at != last:
            raise UnreadableError
        self.at += 1
        return found

    def separated(self, mark: str, read: Callable[[], T]) -> list[T]:
        """What is read here, and again after each mark that follows."""
        found = [read()]
        while self.take(mark):
            found.append(read())
        return found


def outside_brackets(found: Iterable[Token]) -> Iterator[Token]:
    """The tokens that do not stand in round brackets."""
    depth = 0
    for token in found:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0:
            yield token
