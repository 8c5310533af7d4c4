"""The exact difference of two states of the graph: the quads that only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from minegraph.comparison.blanks import differing_pieces, is_blank, may_hold_blanks, nearest_names
from minegraph.comparison.versions import Part, Version

Counted = Counter[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be removed from the old state and added to get the new one, sorted by the text of the quads.

    Blank nodes to be removed are named as the old state names them. `redefined` are the IRIs of the resources that
    differing statements with blank nodes hang from; `graphs` counts the statements of each graph, old and new.
    """

    removed: tuple[ox.Quad, ...]
    added: tuple[ox.Quad, ...]
    redefined: frozenset[str]
    graphs: tuple[Mapping[str, int], Mapping[str, int]]


@dataclass
class _Side:
    """What was found on one side: lines that the other has not, lines that may have blank nodes, graphs."""

    part: Part
    lines: list[bytes] = field(default_factory=list)
    blanks: list[bytes] = field(default_factory=list)
    graphs: Counted = field(default_factory=Counter)

    def walked(self) -> Iterator[bytes]:
        """The lines without blank nodes, in order."""
        for line in self.part.lines():
            self.graphs[_graph_of(line)] += 1
            if may_hold_blanks(line):
                self.blanks.append(line)
            else:
                yield line

    def parsed(self) -> tuple[set[ox.Quad], list[ox.Quad]]:
        """The quads without blank nodes that may differ, and all those with blank nodes."""
        unsure = self.part.parsed(self.blanks)
        named = {*self.part.parsed(self.lines), *(quad for quad in unsure if not is_blank(quad))}
        return named, [quad for quad in unsure if is_blank(quad)]


def difference(old: Version, new: Version) -> Difference:
    """Compare two states, walking their lines side by side: memory grows with what differs, and with blank nodes."""
    removed, added = set[ox.Quad](), set[ox.Quad]()
    redefined: set[str] = set()
    before, after = Counted(), Counted()
    for pair in zip(old.parts, new.parts, strict=True):
        left, right = map(_Side, pair)
        _walk(left, right)
        (lost, old_blank), (gained, new_blank) = left.parsed(), right.parsed()
        unsaid, said = differing_pieces(old_blank, new_blank)
        redefined |= nearest_names(unsaid) | nearest_names(said)
        removed |= {*(lost - gained), *unsaid}
        added |= {*(gained - lost), *said}
        before.update(left.graphs)
        after.update(right.graphs)
    return Difference(_ordered(removed), _ordered(added), frozenset(redefined), (before, after))


def _walk(left: _Side, right: _Side) -> None:
    """Sort out the lines that only one side has."""
    olds, news = left.walked(), right.walked()
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(olds, None), next(news, None)
        elif new is None or (old is not None and old < new):
            left.lines.append(old or b"")
            old = next(olds, None)
        else:
            right.lines.append(new)
            new = next(news, None)


def _graph_of(line: bytes) -> str:
    """The IRI of the graph that a line of N-Quads ends with."""
    return line.rsplit(b" ", 2)[-2].strip(b"<>").decode(errors="replace") if line.endswith(b" .") else ""


def _ordered(quads: Iterable[ox.Quad]) -> tuple[ox.Quad, ...]:
    return tuple(sorted(quads, key=str))
