"""Queries that count or sum, over a union of named graphs that may repeat a triple.

In one graph every solution of triple patterns occurs once; Oxigraph's union gives it once for each repetition. So
solutions that agree in all variables are made one before they are counted. Two solutions may also agree because a path
hides what differs (`?p ^:partOf/:cost ?cost` for two parts of one cost), so paths are first written out as patterns
with variables of their own, and the branches of alternatives are numbered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from minegraph.sparql import Token, tokens
from minegraph.validation.cursor import Cursor, UnreadableError
from minegraph.validation.paths import Alternative, Inverse, PropertyPath, Sequence, sparql
from minegraph.validation.triple_patterns import End, Pattern, PatternCursor

AGGREGATES = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})
_MOST_WAYS = 16

Writer = Callable[[str, str], str]
"""A path: given the texts of subject and object, the patterns between them."""


def aggregates(text: str) -> bool:
    """Whether a query counts or sums, so that repeated triples matter."""
    return any(token.word in AGGREGATES for token in tokens(text))


def counting_once(text: str) -> str | None:
    """The query with each solution counted once; None when that takes more than rewriting."""
    found = tokens(text)
    try:
        for first, last in sorted(_counted_groups(found), reverse=True):
            inside = _Rewriter(text, found, first).counted()
            text = (
                f"{text[: found[first].end]} {{ SELECT DISTINCT * WHERE {{ {inside} }} }} {text[found[last].start :]}"
            )
    except UnreadableError:
        return None
    return text


def _counted_groups(found: list[Token]) -> Iterator[tuple[int, int]]:
    """Where the groups begin and end whose solutions a SELECT groups; they must not lie in each other."""
    end = -1
    for at, token in enumerate(found):
        if token.word != "SELECT":
            continue
        cursor = Cursor(found, at)
        first = cursor.find("{")
        last = cursor.closing(first)
        grouped = last + 1 < len(found) and found[last + 1].word == "GROUP"
        if grouped and at < end:
            raise UnreadableError
        if grouped:
            yield first, last
            end = last
        elif any(part.word in AGGREGATES for part in found[at:first]):
            raise UnreadableError


class _Rewriter(PatternCursor):
    """Writes the group that begins at a token again, part by part."""

    def __init__(self, text: str, found: list[Token], first: int) -> None:
        super().__init__(found)
        self.at = first
        self._text = text
        self._prefix = f"?hidden_{first}"
        self._numbers = count()

    def counted(self) -> str:
        """What is inside the group."""
        return self.bracketed("{", self._inside)

    def _inside(self) -> str:
        parts: list[str] = []
        while self.word != "}":
            parts.append(self._part())
        return " ".join(parts)

    def _part(self) -> str:
        match self.word:
            case "FILTER" | "BIND":
                return self._verbatim(self.end_of_expression())
            case "VALUES":
                return self._verbatim(self.closing(self.find("{")))
            case "OPTIONAL":
                self.at += 1
                return f"OPTIONAL {self._braces()}"
            case "{":
                return self._alternatives()
            case ".":
                self.at += 1
                return ""
        return " ".join([self._written(pattern) for pattern in self.patterns()])

    def _verbatim(self, last: int) -> str:
        """The text from here to a token."""
        written = self._text[self.token.start : self.found[last].end]
        self.at = last + 1
        return written

    def _alternatives(self) -> str:
        branches = self.separated("UNION", self._braces)
        return _numbered(branches, self._fresh()) if branches[1:] else branches[0]

    def _braces(self) -> str:
        match [token.word for token in self.found[self.at + 1 : self.at + 3]]:
            case ["SELECT", "DISTINCT"]:
                return self._verbatim(self.closing(self.at))
            case ["SELECT", _]:
                raise UnreadableError
        return f"{{ {self.bracketed('{', self._inside)} }}"

    def _written(self, pattern: Pattern) -> str:
        subject, value = _text(pattern.subject), _text(pattern.value)
        if isinstance(pattern.path, str):
            return f"{subject} ?{pattern.path} {value} ."
        ways = self._ways(pattern.path)
        if not ways[1:]:
            return ways[0](subject, value)
        # LATERAL, an extension that Oxigraph has, keeps the engine from looking at the ways without what is known.
        return f"LATERAL {{ {_numbered([way(subject, value) for way in ways], self._fresh())} }}"

    def _ways(self, path: PropertyPath) -> list[Writer]:
        """The ways that a path can take. They are written out from end to end: the engine joins what stays apart."""
        match path:
            case Inverse(inner):
                return [_turned(way) for way in self._ways(inner)]
            case Alternative(parts):
                return _few([way for part in parts for way in self._ways(part)])
            case Sequence(parts):
                ways = self._ways(parts[0])
                for part in parts[1:]:
                    ways = _few([self._chained(first, second) for second in self._ways(part) for first in ways])
                return ways
        return [lambda s, o: f"{s} {sparql(path)} {o} ."]

    def _chained(self, first: Writer, second: Writer) -> Writer:
        def write(subject: str, value: str) -> str:
            between = self._fresh()
            return f"{first(subject, between)} {second(between, value)}"

        return write

    def _fresh(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"


def _turned(way: Writer) -> Writer:
    return lambda s, o: way(o, s)


def _few(ways: list[Writer]) -> list[Writer]:
    if len(ways) > _MOST_WAYS:
        raise UnreadableError
    return ways


def _numbered(branches: list[str], marker: str) -> str:
    return " UNION ".join(f"{{ {branch} BIND({number} AS {marker}) }}" for number, branch in enumerate(branches))


def _text(end: End) -> str:
    return f"?{end}" if isinstance(end, str) else str(end)
