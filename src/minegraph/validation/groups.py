"""The triple patterns of a SPARQL query as a tree of groups: what a query can look at, without how it decides.

Only what is needed to follow the patterns from known nodes is read; raises UnreadableError for the rest, such as GRAPH.
SHACL itself does not allow MINUS, VALUES and SERVICE in a constraint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox

from minegraph.sparql import Token, tokens
from minegraph.validation.counting import AGGREGATES
from minegraph.validation.paths import Alternative, Inverse, Predicate, PropertyPath, Repeated, Sequence
from minegraph.validation.shacl import RDF
from minegraph.validation.triples import Term

_CLOSING = {"{": "}", "(": ")"}
_CUT = frozenset({"LIMIT", "OFFSET"})
_TERMS = frozenset({"iri", "name", "string", "number"})

End = Term | str
"""A term, or the name of a variable."""


class UnreadableError(Exception):
    """A query with something in it whose patterns cannot be followed."""


@dataclass(frozen=True)
class Pattern:
    """One triple pattern; its path may be the name of a variable."""

    subject: End
    path: PropertyPath | str
    value: End


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
    return _Reader(text).query()


class _Reader:
    def __init__(self, text: str) -> None:
        self._found = tokens(text)
        self._at = 0
        self._prologue = ""
        self._scopes: list[tuple[int, frozenset[str] | None]] = []
        self._numbers = count()

    def query(self) -> Group:
        while self._word in ("PREFIX", "BASE"):
            size = 3 if self._word == "PREFIX" else 2
            self._prologue += " ".join(token.text for token in self._found[self._at : self._at + size]) + "\n"
            self._at += size
        self._at = self._next("{", self._at)
        return self._braces()

    @property
    def _word(self) -> str:
        return self._found[self._at].word if self._at < len(self._found) else ""

    def _next(self, word: str, start: int) -> int:
        for at in range(start, len(self._found)):
            if self._found[at].word == word:
                return at
        raise UnreadableError

    def _closing(self, opening: int) -> int:
        depth, mark = 0, self._found[opening].word
        for at in range(opening, len(self._found)):
            depth += (self._found[at].word == mark) - (self._found[at].word == _CLOSING[mark])
            if depth == 0:
                return at
        raise UnreadableError

    def _braces(self) -> Group:
        if self._word != "{":
            raise UnreadableError
        last = self._closing(self._at)
        self._at += 1
        parts = tuple(self._subquery(last) if self._word == "SELECT" else self._parts(last))
        self._at = last + 1
        return parts

    def _subquery(self, last: int) -> Group:
        first = self._next("{", self._at)
        head, tail = self._found[self._at : first], self._found[self._closing(first) : last]
        if any(token.word in _CUT for token in tail):
            raise UnreadableError
        self._scopes.append((next(self._numbers), _visible(head, tail)))
        self._at = first
        parts = self._braces()
        self._scopes.pop()
        return parts

    def _parts(self, last: int) -> Iterator[Pattern | Inner]:
        while self._at < last:
            match self._word:
                case "FILTER":
                    yield from self._expression("filter")
                case "BIND":
                    yield from self._expression("apart")
                case "OPTIONAL":
                    self._at += 1
                    yield Inner("apart", self._braces())
                case "{":
                    yield from self._alternatives()
                case ".":
                    self._at += 1
                case _:
                    yield from self._triples(last)

    def _expression(self, role: str) -> Iterator[Inner]:
        """The groups of EXISTS in an expression, which ends with the first bracket that is closed."""
        while self._word not in _CLOSING:
            self._at += 1
            if self._at >= len(self._found):
                raise UnreadableError
        last = self._closing(self._at)
        while self._at <= last:
            if self._word == "{":
                yield Inner(role, self._braces())
            else:
                self._at += 1

    def _alternatives(self) -> Iterator[Inner]:
        branches = [self._braces()]
        while self._word == "UNION":
            self._at += 1
            branches.append(self._braces())
        yield from (Inner("apart" if branches[1:] else "joined", branch) for branch in branches)

    def _triples(self, last: int) -> Iterator[Pattern]:
        """One subject with its properties and values."""
        subject = self._end()
        while True:
            path = self._variable() or self._path()
            yield Pattern(subject, path, self._end())
            while self._word == ",":
                self._at += 1
                yield Pattern(subject, path, self._end())
            while self._word == ";":
                self._at += 1
            if self._at >= last or self._word in ("FILTER", "BIND", "OPTIONAL", "{", "."):
                return

    def _end(self) -> End:
        return self._variable() or self._term()

    def _variable(self) -> str | None:
        token = self._token()
        if token.kind != "variable":
            return None
        self._at += 1
        name = token.text[1:]
        for number, seen in reversed(self._scopes):
            if seen is not None and name not in seen:
                return f"{name} {number}"
        return name

    def _term(self) -> Term:
        start, first = self._at, self._token()
        if (first.kind not in _TERMS or first.text.startswith("_:")) and first.word not in ("TRUE", "FALSE"):
            raise UnreadableError
        self._at += 1
        while self._token().kind == "language" or self._word == "^^":
            self._at += 2 if self._word == "^^" else 1
        return self._parsed("".join(token.text for token in self._found[start : self._at]))

    def _token(self) -> Token:
        if self._at >= len(self._found):
            raise UnreadableError
        return self._found[self._at]

    def _parsed(self, text: str) -> Term:
        """The term that a text stands for, read as Turtle, which writes terms as SPARQL does."""
        written = text.lower() if text.upper() in ("TRUE", "FALSE") else text
        try:
            quad: ox.Quad = next(ox.parse(f"{self._prologue}<urn:s> <urn:p> {written} .", ox.RdfFormat.TURTLE))
        except SyntaxError:
            raise UnreadableError from None
        return quad.object

    def _path(self) -> PropertyPath:
        branches = [self._sequence()]
        while self._word == "|":
            self._at += 1
            branches.append(self._sequence())
        return Alternative(tuple(branches)) if branches[1:] else branches[0]

    def _sequence(self) -> PropertyPath:
        steps = [self._step()]
        while self._word == "/":
            self._at += 1
            steps.append(self._step())
        return Sequence(tuple(steps)) if steps[1:] else steps[0]

    def _step(self) -> PropertyPath:
        if self._word == "^":
            self._at += 1
            return Inverse(self._step())
        inner = self._bracketed() if self._word == "(" else self._property()
        if self._word not in ("*", "+", "?"):
            return inner
        self._at += 1
        return Repeated(inner, self._found[self._at - 1].text)

    def _bracketed(self) -> PropertyPath:
        last = self._closing(self._at)
        self._at += 1
        path = self._path()
        if self._at != last:
            raise UnreadableError
        self._at += 1
        return path

    def _property(self) -> PropertyPath:
        if self._token().text == "a":
            self._at += 1
            return Predicate(f"{RDF}type")
        term = self._term()
        if not isinstance(term, ox.NamedNode):
            raise UnreadableError
        return Predicate(term.value)


def _visible(head: list[Token], tail: list[Token]) -> frozenset[str] | None:
    """The variables that a subquery shares with what is around it, solution by solution; None for all."""
    depth, plain = 0, set()
    for token in head:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 and token.kind == "variable":
            plain.add(token.text[1:])
    words = [token.word for token in tail]
    if "GROUP" in words:
        plain &= _keys(tail[words.index("GROUP") + 1 :])
    elif AGGREGATES & {token.word for token in (*head, *tail)}:
        plain = set()
    return None if any(token.word == "*" for token in head) else frozenset(plain)


def _keys(clause: list[Token]) -> set[str]:
    """The variables by which solutions are grouped, those that stand alone."""
    depth, found = 0, set()
    for token in clause:
        if token.word in ("HAVING", "ORDER", "VALUES"):
            break
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 and token.kind == "variable":
            found.add(token.text[1:])
    return found
