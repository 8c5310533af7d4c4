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

AGGREGATES = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})
_TERMS = frozenset({"variable", "iri", "name", "string", "number"})
_CLOSING = {"{": "}", "(": ")"}
_MOST_WAYS = 16
_STARTS = frozenset({"FILTER", "BIND", "OPTIONAL", "VALUES", "{", "}"})

Writer = Callable[[str, str], str]
"""A path: given the texts of subject and object, the patterns between them."""


class _Unknown(Exception):  # noqa: N818 - never leaves this module
    """Something whose solutions cannot be told apart here."""


def aggregates(text: str) -> bool:
    """Whether a query counts or sums, so that repeated triples matter."""
    return any(token.word in AGGREGATES for token in tokens(text))


def counting_once(text: str) -> str | None:
    """The query with each solution counted once; None when that takes more than rewriting."""
    found = tokens(text)
    try:
        groups = list(_counted_groups(found))
        for first, last in sorted(groups, reverse=True):
            inside = _Rewriter(text, found[first + 1 : last], first).group()
            text = (
                f"{text[: found[first].end]} {{ SELECT DISTINCT * WHERE {{ {inside} }} }} {text[found[last].start :]}"
            )
    except _Unknown:
        return None
    return text


def _counted_groups(found: list[Token]) -> Iterator[tuple[int, int]]:
    """Where the groups begin and end whose solutions a SELECT groups; they must not lie in each other."""
    end = -1
    for at, token in enumerate(found):
        if token.word != "SELECT":
            continue
        first = next((place for place in range(at, len(found)) if found[place].word == "{"), None)
        if first is None:
            raise _Unknown
        last = _matching(found, first)
        grouped = last + 1 < len(found) and found[last + 1].word == "GROUP"
        if grouped and at < end:
            raise _Unknown
        if grouped:
            yield first, last
            end = last
        elif any(part.word in AGGREGATES for part in found[at:first]):
            raise _Unknown


def _matching(found: list[Token], first: int) -> int:
    depth = 0
    opening = found[first].word
    for at in range(first, len(found)):
        depth += (found[at].word == opening) - (found[at].word == _CLOSING[opening])
        if depth == 0:
            return at
    raise _Unknown


class _Rewriter:
    """Writes a group again, part by part."""

    def __init__(self, text: str, found: list[Token], number: int) -> None:
        self._text = text
        self._found = found
        self._at = 0
        self._prefix = f"?hidden_{number}"
        self._numbers = count()

    def group(self) -> str:
        """The rest of the group."""
        parts: list[str] = []
        while self._at < len(self._found) and self._word != "}":
            parts.append(self._part())
        return " ".join(parts)

    @property
    def _word(self) -> str:
        return self._found[self._at].word if self._at < len(self._found) else ""

    def _part(self) -> str:
        match self._word:
            case "FILTER" | "BIND":
                return self._expression()
            case "VALUES":
                return self._verbatim(self._place_of("{"))
            case "OPTIONAL":
                self._at += 1
                return f"OPTIONAL {self._braces()}"
            case "{":
                return self._alternatives()
            case ".":
                self._at += 1
                return ""
        return self._triples()

    def _expression(self) -> str:
        words = [token.word for token in self._found[self._at : self._at + 4]]
        if "EXISTS" in words[:3] and "(" not in words[: words.index("EXISTS")]:
            return self._verbatim(self._place_of("{"))
        return self._verbatim(self._place_of("("))

    def _place_of(self, mark: str) -> int:
        for place in range(self._at, len(self._found)):
            if self._found[place].word == mark:
                return place
        raise _Unknown

    def _verbatim(self, opening: int) -> str:
        """The text from here to the bracket that closes the one given."""
        last = _matching(self._found, opening)
        written = self._text[self._found[self._at].start : self._found[last].end]
        self._at = last + 1
        return written

    def _alternatives(self) -> str:
        branches = [self._braces()]
        while self._word == "UNION":
            self._at += 1
            branches.append(self._braces())
        return _numbered(branches, self._fresh()) if branches[1:] else branches[0]

    def _braces(self) -> str:
        if self._word != "{":
            raise _Unknown
        inner = [token.word for token in self._found[self._at + 1 : self._at + 3]]
        if inner == ["SELECT", "DISTINCT"]:
            return self._verbatim(self._at)
        if inner[:1] == ["SELECT"]:
            raise _Unknown
        self._at += 1
        inside = self.group()
        self._at += 1
        return f"{{ {inside} }}"

    def _triples(self) -> str:
        """One subject with its properties and values."""
        subject = self._term()
        patterns: list[str] = []
        while True:
            ways = self._path()
            patterns.append(self._written(ways, subject, self._term()))
            while self._word == ",":
                self._at += 1
                patterns.append(self._written(ways, subject, self._term()))
            while self._word == ";":
                self._at += 1
            if self._at >= len(self._found) or self._word in {*_STARTS, "."}:
                return " ".join(patterns)

    def _written(self, ways: list[Writer], subject: str, value: str) -> str:
        if not ways[1:]:
            return ways[0](subject, value)
        # LATERAL, an extension that Oxigraph has, keeps the engine from looking at the ways without what is known.
        return f"LATERAL {{ {_numbered([way(subject, value) for way in ways], self._fresh())} }}"

    def _term(self) -> str:
        if self._at >= len(self._found):
            raise _Unknown
        token = self._found[self._at]
        plain = token.kind in _TERMS and not token.text.startswith("_:")
        if not plain and token.word not in ("TRUE", "FALSE"):
            raise _Unknown
        first, self._at = token, self._at + 1
        while self._at < len(self._found) and (self._found[self._at].kind == "language" or self._word == "^^"):
            self._at += 2 if self._word == "^^" else 1
        return self._text[first.start : self._found[self._at - 1].end]

    def _path(self) -> list[Writer]:
        """The ways that a path can take. They are written out from end to end: the engine joins what stays apart."""
        ways = self._sequence()
        while self._word == "|":
            self._at += 1
            ways += self._sequence()
        if len(ways) > _MOST_WAYS:
            raise _Unknown
        return ways

    def _sequence(self) -> list[Writer]:
        ways = self._step()
        while self._word == "/":
            self._at += 1
            ways = [self._chained(first, second) for second in self._step() for first in ways]
        return ways

    def _chained(self, first: Writer, second: Writer) -> Writer:
        def write(subject: str, value: str) -> str:
            between = self._fresh()
            return f"{first(subject, between)} {second(between, value)}"

        return write

    def _step(self) -> list[Writer]:
        if self._word == "^":
            self._at += 1
            return [_turned(way) for way in self._step()]
        first = self._at
        inner = self._bracketed() if self._word == "(" else [self._property()]
        if self._word not in ("*", "+", "?"):
            return inner
        self._at += 1
        written = self._text[self._found[first].start : self._found[self._at - 1].end]
        return [lambda s, o: f"{s} {written} {o} ."]

    def _bracketed(self) -> list[Writer]:
        last = _matching(self._found, self._at)
        self._at += 1
        ways = self._path()
        if self._at != last:
            raise _Unknown
        self._at += 1
        return ways

    def _property(self) -> Writer:
        token = self._found[self._at] if self._at < len(self._found) else None
        if token is None or (token.kind not in ("variable", "iri", "name") and token.text != "a"):
            raise _Unknown
        self._at += 1
        return lambda s, o: f"{s} {token.text} {o} ."

    def _fresh(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"


def _turned(way: Writer) -> Writer:
    return lambda s, o: way(o, s)


def _numbered(branches: list[str], marker: str) -> str:
    return " UNION ".join(f"{{ {branch} BIND({number} AS {marker}) }}" for number, branch in enumerate(branches))
