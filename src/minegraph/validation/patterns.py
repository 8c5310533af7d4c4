"""Regular expressions in shapes: which ones the store can run, and which ones take for ever.

The store's expressions take linear time but know neither look-around nor back-references; pySHACL runs Python's, which
know both and can take exponential time for repetitions inside repetitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

_MANY = 10
_ALPHABET = [chr(code) for code in range(9, 127)] + ["é", "Ω", "中"]
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|[^()|*+?{]", re.DOTALL)
_GROUP = re.compile(r"\((?:\?(?::|P?<\w+>|[=!]|<[=!]|[aiLmsux-]+:))?")
_QUANTIFIER = re.compile(r"([*+?]|\{\d*,?\d*\})[?+]?")


@dataclass
class _Item:
    """A part of an expression: the characters of one that stands for a character, or the branches of a group."""

    characters: frozenset[str] = frozenset()
    branches: list[list[_Item]] = field(default_factory=list)
    least: int = 1
    most: float = 1

    @property
    def reach(self) -> frozenset[str]:
        """Every character that occurs in what the item matches."""
        return self.characters.union(*(item.reach for branch in self.branches for item in branch))


def runs_in_store(pattern: str, flags: str = "") -> bool:
    """Whether the store accepts an expression."""
    text, letters = ox.Literal(pattern), ox.Literal(flags)
    return bool(ox.Store().query(f"ASK {{ BIND(REGEX('', {text}, {letters}) AS ?known) FILTER(BOUND(?known)) }}"))


def may_take_forever(pattern: str) -> bool:
    """Whether a backtracking engine may need exponential time: a repetition of something that repeats ambiguously.

    >>> may_take_forever("^([a-z]+)*$"), may_take_forever("^[a-z]+(-[a-z]+)*$")
    (True, False)
    """
    return any(_is_ambiguous(item) for item in _items(_parse(pattern)))


def _items(branches: list[list[_Item]]) -> Iterator[_Item]:
    for branch in branches:
        for item in branch:
            yield item
            yield from _items(item.branches)


def _is_ambiguous(group: _Item) -> bool:
    if group.most < _MANY or not group.branches:
        return False
    flattened = [_flat(branch) for branch in group.branches]
    return any(_repeats_freely(branch) for branch in flattened) or _overlap(flattened)


def _flat(branch: list[_Item]) -> list[_Item]:
    """A branch with groups that stand for exactly themselves replaced by what they hold."""
    found: list[_Item] = []
    for item in branch:
        plain = len(item.branches) == 1 and item.least == item.most == 1
        found += _flat(item.branches[0]) if plain else [item]
    return found


def _repeats_freely(branch: list[_Item]) -> bool:
    """True when nothing in the branch says where one round of the repetition ends and the next begins."""
    loose = [item for item in branch if item.most >= _MANY or any(_has_loose(inner) for inner in item.branches)]
    if not loose:
        return False
    reach = frozenset().union(*(item.reach for item in loose))
    return not any(item.least >= 1 and item not in loose and item.reach and not item.reach & reach for item in branch)


def _has_loose(branch: list[_Item]) -> bool:
    return any(item.most >= _MANY or any(map(_has_loose, item.branches)) for item in branch)


def _overlap(branches: list[list[_Item]]) -> bool:
    """True when two branches may match the same text: each is made of characters of the other."""
    pairs = ((one, other) for at, one in enumerate(branches) for other in branches[at + 1 :])
    return any(_made_of(one, other) and _made_of(other, one) for one, other in pairs)


def _made_of(one: list[_Item], other: list[_Item]) -> bool:
    reach = frozenset().union(*(item.reach for item in other))
    return all(item.reach & reach for item in one if item.least >= 1)


def _parse(pattern: str) -> list[list[_Item]]:
    branches, _ = _branches(pattern, 0)
    return branches


def _branches(pattern: str, at: int) -> tuple[list[list[_Item]], int]:
    branches: list[list[_Item]] = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append([])
            at += 1
            continue
        item, at = _item(pattern, at)
        branches[-1].append(item)
    return branches, at


def _item(pattern: str, at: int) -> tuple[_Item, int]:
    if group := _GROUP.match(pattern, at):
        branches, at = _branches(pattern, group.end())
        item, at = _Item(branches=branches), at + 1
    else:
        atom = _ATOM.match(pattern, at)
        text = atom[0] if atom else pattern[at]
        item, at = _Item(_characters(text)), at + len(text)
    if quantifier := _QUANTIFIER.match(pattern, at):
        item.least, item.most = _bounds(quantifier[1])
        at = quantifier.end()
    return item, at


def _bounds(quantifier: str) -> tuple[int, float]:
    if quantifier in "*+?":
        return int(quantifier == "+"), 1 if quantifier == "?" else float("inf")
    least, comma, most = quantifier[1:-1].partition(",")
    lowest = int(least or 0)
    return lowest, float(most) if most else (float("inf") if comma else float(lowest))


@cache
def _characters(atom: str) -> frozenset[str]:
    if atom in ("^", "$", r"\b", r"\B", r"\A", r"\Z"):
        return frozenset()
    try:
        matcher = re.compile(atom, re.DOTALL)
    except re.error:
        return frozenset(_ALPHABET)
    return frozenset(character for character in _ALPHABET if matcher.fullmatch(character))
