"""The triple patterns of a SPARQL query as a tree of groups: what a query can look at, without how it decides.

Only what is needed to follow the patterns from known nodes is read; raises UnreadableError for the rest, such as GRAPH.
SHACL itself does not allow MINUS, VALUES and SERVICE in a constraint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, takewhile

from minegraph.sparql import Token, tokens
from minegraph.validation.counting import AGGREGATES
from minegraph.validation.cursor import UnreadableError, outside_brackets
from minegraph.validation.triple_patterns import Pattern, PatternCursor

_CUT = frozenset({"LIMIT", "OFFSET"})
_AFTER_KEYS = frozenset({"HAVING", "ORDER", "VALUES"})


@dataclass(frozen=True)
class Inner:
    """A group inside a group.

    `role` is "joined" where every solution of the outer group has one of it, "apart" where that is not so, "filter"
    where it is looked at once the outer group is complete.
    """

    role: str
    group: Group


Group = tuple[Pattern | Inner, ...]


def read_groups(text: str) -> Group:
    """The patterns of a SELECT query, in the order of the text; variables of subqueries that end there are renamed."""
    return _Reader(tokens(text)).query()


class _Reader(PatternCursor):
    def __init__(self, found: list[Token]) -> None:
        super().__init__(found)
        self._scopes: list[tuple[int, frozenset[str] | None]] = []
        self._numbers = count()

    def query(self) -> Group:
        self.at = self.find("{")
        return self._braces()

    def variable(self) -> str | None:
        """The name of the variable here, with the number of the subquery that it is not seen outside of."""
        name = super().variable()
        for number, seen in reversed(self._scopes):
            if name and seen is not None and name not in seen:
                return f"{name} {number}"
        return name

    def _braces(self) -> Group:
        return self.bracketed("{", self._inside)

    def _inside(self) -> Group:
        return self._subquery() if self.word == "SELECT" else tuple(self._parts())

    def _subquery(self) -> Group:
        """The group of a subquery, up to the bracket that closes what is around it."""
        first, last = self.find("{"), self.closing(self.at - 1)
        head, tail = self.found[self.at : first], self.found[self.closing(first) : last]
        if any(token.word in _CUT for token in tail):
            raise UnreadableError
        self._scopes.append((next(self._numbers), _visible(head, tail)))
        self.at = first
        parts = self._braces()
        self._scopes.pop()
        self.at = last
        return parts

    def _parts(self) -> Iterator[Pattern | Inner]:
        while self.word != "}":
            match self.word:
                case "FILTER":
                    yield from self._expression("filter")
                case "BIND":
                    yield from self._expression("apart")
                case "OPTIONAL":
                    self.at += 1
                    yield Inner("apart", self._braces())
                case "{":
                    yield from self._alternatives()
                case ".":
                    self.at += 1
                case _:
                    yield from self.patterns()

    def _expression(self, role: str) -> Iterator[Inner]:
        """The groups of EXISTS in an expression."""
        last = self.end_of_expression()
        while self.at <= last:
            if self.word == "{":
                yield Inner(role, self._braces())
            else:
                self.at += 1

    def _alternatives(self) -> Iterator[Inner]:
        branches = self.separated("UNION", self._braces)
        yield from (Inner("apart" if branches[1:] else "joined", branch) for branch in branches)


def _visible(head: list[Token], tail: list[Token]) -> frozenset[str] | None:
    """The variables that a subquery shares with what is around it, solution by solution; None for all."""
    if any(token.word == "*" for token in head):
        return None
    words = [token.word for token in tail]
    if "GROUP" in words:
        keys = takewhile(lambda token: token.word not in _AFTER_KEYS, tail[words.index("GROUP") + 1 :])
        return _names(head) & _names(keys)
    return frozenset() if AGGREGATES & {token.word for token in (*head, *tail)} else _names(head)


def _names(found: Iterable[Token]) -> frozenset[str]:
    """The variables that stand alone, in no expression."""
    return frozenset(token.text[1:] for token in outside_brackets(found) if token.kind == "variable")
