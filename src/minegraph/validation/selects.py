"""Constraints written as SPARQL: run once for all focus nodes where that means the same as once for each.

SHACL binds `$this` to one focus node at a time. A query means the same when the focus nodes are joined into every group
that mentions `$this`, unless it limits rows, groups without `$this`, or asks for `$this` where a join does not reach.

Oxigraph does not order the patterns inside EXISTS: a `FILTER NOT EXISTS` with several patterns took 36 s where the same
as an OPTIONAL that must not match takes 2 ms. Such filters are rewritten where the two mean the same. LATERAL, an
extension of SPARQL that Oxigraph has, hands the bindings of each solution to the OPTIONAL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from minegraph.sparql import Token, tokens
from minegraph.validation.counting import AGGREGATES
from minegraph.validation.cursor import outside_brackets
from minegraph.validation.paths import PropertyPath, sparql
from minegraph.validation.selections import Nodes

_PER_NODE = frozenset({"GRAPH", "LIMIT", "OFFSET"})
_CORRELATED = frozenset({"EXISTS", "OPTIONAL"})
_SCOPED = frozenset({"BIND", "GRAPH", "MINUS", "OPTIONAL", "SELECT", "UNION", "VALUES"})


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


def groups(found: list[Token]) -> Iterator[Group]:
    """The groups of a query in the order in which they end."""
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.word == "{":
            opened.append(at)
        elif token.word == "}" and opened:
            first = opened.pop()
            opener = found[first - 1].word if first else ""
            inside = tuple(found[first + 1 : at])
            yield Group(opener, inside, first, found[first].end, token.start, len(opened) + 1)


def with_path(text: str, path: PropertyPath | None) -> str:
    """The query with `$PATH` replaced by the path of the property shape."""
    if path is None:
        return text
    for token in reversed(tokens(text)):
        if token.text in ("$PATH", "?PATH"):
            text = text[: token.start] + sparql(path) + text[token.end :]
    return text


def ordered(text: str) -> str:
    """The query with `FILTER NOT EXISTS { ... }` written as an OPTIONAL that must not match, for speed."""
    all_tokens = tokens(text)
    listed = list(groups(all_tokens))
    edits: list[tuple[int, int, str]] = []
    for number, group in enumerate(group for group in listed if _is_absence(group, all_tokens, listed)):
        found = f"?found_{number}"
        around = min((other for other in listed if _within(group, other)), key=lambda other: len(other.tokens))
        pattern, end = text[group.start : group.end], around.end
        absent = f" LATERAL {{ OPTIONAL {{ {pattern} BIND(true AS {found}) }} }} FILTER(!BOUND({found})) "
        edits += [(all_tokens[group.at - 3].start, group.end + 1, ""), (end, end, absent)]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def for_all(text: str, nodes: Nodes) -> str | None:
    """The query for all nodes at once; None when it has to be run for one node at a time."""
    found = tokens(text)
    if not _is_set_based(found):
        return None
    for start in sorted(_joined(found), reverse=True):
        text = f"{text[:start]} {nodes('?this')} {text[start:]}"
    return text


def _is_this(token: Token) -> bool:
    return token.text in ("$this", "?this")


def _is_set_based(found: list[Token]) -> bool:
    words = {token.word for token in found}
    if words & _PER_NODE or not _projects_this(found):
        return False
    if words & {*AGGREGATES, "GROUP", "HAVING"} and not _groups_by_this(found):
        return False
    return not any(group.opener == "OPTIONAL" and _hides_this(group) for group in groups(found))


def _projects_this(found: list[Token]) -> bool:
    head = takewhile(lambda token: token.word not in ("{", "WHERE"), found)
    return any(_is_this(token) or token.word == "*" for token in outside_brackets(head))


def _groups_by_this(found: list[Token]) -> bool:
    starts = [at for at, token in enumerate(found) if token.word == "GROUP"]
    return bool(starts) and all(_clause_names_this(found[at + 2 :]) for at in starts)


def _clause_names_this(found: list[Token]) -> bool:
    for token in found:
        if token.word in ("HAVING", "ORDER", "VALUES", "}"):
            return False
        if _is_this(token):
            return True
    return False


def _hides_this(group: Group) -> bool:
    names_this = any(_is_this(token) for token in group.tokens)
    return names_this and any(token.word in ("BIND", "{") for token in group.tokens)


def _joined(found: list[Token]) -> list[int]:
    """Where the groups begin that the focus nodes are joined into."""
    listed = list(groups(found))
    inner = [group for group in listed if group.opener in _CORRELATED]
    return [
        group.start
        for group in listed
        if group.opener not in _CORRELATED
        and not any(_within(group, other) for other in inner)
        and group.tokens[:1]
        and group.tokens[0].word != "SELECT"
        and (group.depth == 1 or any(_is_this(token) for token in group.tokens))
    ]


def _is_absence(group: Group, found: list[Token], listed: list[Group]) -> bool:
    before = [token.word for token in found[max(group.at - 3, 0) : group.at]]
    if before != ["FILTER", "NOT", "EXISTS"] or any(token.word in _SCOPED for token in group.tokens):
        return False
    nested = any(token.word == "{" and group.tokens[at - 1].word != "EXISTS" for at, token in enumerate(group.tokens))
    inside = any(_within(group, other) and other.opener in _CORRELATED for other in listed)
    return not nested and not inside


def _within(group: Group, other: Group) -> bool:
    return other.start < group.start and group.end < other.end
