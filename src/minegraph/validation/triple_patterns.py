"""Triple patterns in the text of a SPARQL query, and the paths in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.sparql import Token
from minegraph.validation.cursor import Cursor, UnreadableError
from minegraph.validation.paths import Alternative, Inverse, Predicate, PropertyPath, Repeated, Sequence
from minegraph.validation.shacl import RDF
from minegraph.validation.triples import Term

_TERMS = frozenset({"iri", "name", "string", "number"})
_BOOLEANS = frozenset({"TRUE", "FALSE"})
_AFTER = frozenset({"FILTER", "BIND", "OPTIONAL", "VALUES", "{", "}", "."})

End = Term | str
"""A term, or the name of a variable."""


@dataclass(frozen=True)
class Pattern:
    """One triple pattern; its path may be the name of a variable."""

    subject: End
    path: PropertyPath | str
    value: End


class PatternCursor(Cursor):
    """A cursor that starts after the prefixes of a query and reads triple patterns.

    Raises UnreadableError for blank nodes, lists, negative numbers and negated paths.
    """

    def __init__(self, found: list[Token]) -> None:
        super().__init__(found)
        while self.word in ("PREFIX", "BASE"):
            self.at += 3 if self.word == "PREFIX" else 2
        self._prologue = " ".join(token.text for token in found[: self.at])

    def patterns(self) -> Iterator[Pattern]:
        """One subject with its properties and values."""
        subject = self._end()
        while True:
            path = self.variable() or self._path()
            yield from (Pattern(subject, path, value) for value in self.separated(",", self._end))
            while self.take(";"):
                continue
            if self.word in _AFTER:
                return

    def variable(self) -> str | None:
        """The name of the variable here, if there is one."""
        token = self.token
        if token.kind != "variable":
            return None
        self.at += 1
        return token.text[1:]

    def _end(self) -> End:
        return self.variable() or self._term()

    def _term(self) -> Term:
        start, first = self.at, self.token
        if (first.kind not in _TERMS or first.text.startswith("_:")) and first.word not in _BOOLEANS:
            raise UnreadableError
        self.at += 1
        while self.token.kind == "language" or self.word == "^^":
            self.at += 2 if self.word == "^^" else 1
        return self._parsed("".join(token.text for token in self.found[start : self.at]))

    def _parsed(self, text: str) -> Term:
        """The term that a text stands for, read as Turtle, which writes terms as SPARQL does."""
        written = text.lower() if text.upper() in _BOOLEANS else text
        try:
            quad: ox.Quad = next(ox.parse(f"{self._prologue} <urn:s> <urn:p> {written} .", ox.RdfFormat.TURTLE))
        except SyntaxError:
            raise UnreadableError from None
        return quad.object

    def _path(self) -> PropertyPath:
        branches = self.separated("|", self._sequence)
        return Alternative(tuple(branches)) if branches[1:] else branches[0]

    def _sequence(self) -> PropertyPath:
        steps = self.separated("/", self._step)
        return Sequence(tuple(steps)) if steps[1:] else steps[0]

    def _step(self) -> PropertyPath:
        if self.take("^"):
            return Inverse(self._step())
        inner = self.bracketed("(", self._path) if self.word == "(" else self._property()
        sign = self.word
        return Repeated(inner, sign) if self.take("*", "+", "?") else inner

    def _property(self) -> PropertyPath:
        if self.token.text == "a":
            self.at += 1
            return Predicate(f"{RDF}type")
        term = self._term()
        if not isinstance(term, ox.NamedNode):
            raise UnreadableError
        return Predicate(term.value)
