"""A drawing of a directed graph in columns: every edge goes to the right, long ones run between what they pass.

The method is that of Sugiyama, Tagawa and Toda (1981): columns by the longest way to an end, long edges cut into steps
of one column, the order in each column by the mean place of the neighbours, then heights near theirs. The same graph
gives the same drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

ROUNDS = 24
GAP = 14.0
BEND = 4.0

Edge = tuple[str, str]


class Pass(NamedTuple):
    """A long edge where it passes a column."""

    start: str
    end: str
    column: int


Place = str | Pass


@dataclass(frozen=True)
class Layers:
    """Where nodes and edges are: the column of each node from the left, its top, and the bends of each edge.

    A bend is a column with the height at which the edge passes it. `height` is that of the whole.
    """

    columns: Mapping[str, int]
    tops: Mapping[str, float]
    bends: Mapping[Edge, tuple[tuple[int, float], ...]]
    height: float


def layers(heights: Mapping[str, float], edges: Iterable[Edge]) -> Layers:
    """The drawing of nodes, of which the heights are given, and of the edges between them."""
    forward = _without_circles(heights, edges)
    columns = _columns(heights, forward)
    steps, through = _steps(forward, columns)
    order = _ordered(columns, steps, through)
    tall = {place: heights[place] if isinstance(place, str) else BEND for column in order for place in column}
    tops = _heights(order, steps, tall)
    shift = min(tops.values(), default=0.0)
    tops = {place: top - shift for place, top in tops.items()}
    bends = {
        edge: tuple((columns[edge[0]] + at + 1, tops[place] + BEND / 2) for at, place in enumerate(places))
        for edge, places in through.items()
    }
    height = max((tops[place] + tall[place] for place in tops), default=0.0)
    return Layers(columns, {node: tops[node] for node in heights}, bends, height)


def _without_circles(nodes: Iterable[str], edges: Iterable[Edge]) -> list[Edge]:
    """The edges without those that close a circle."""
    following: dict[str, list[str]] = defaultdict(list)
    for start, end in sorted(set(edges)):
        following[start].append(end)
    done: set[str] = set()
    kept: list[Edge] = []

    def visit(node: str, path: frozenset[str]) -> None:
        for end in following[node]:
            if end not in path:
                kept.append((node, end))
                if end not in done:
                    visit(end, path | {end})
        done.add(node)

    for node in sorted(nodes):
        if node not in done:
            visit(node, frozenset({node}))
    return sorted(set(kept))


def _columns(nodes: Iterable[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The column of each node: what leads nowhere is at the right, everything else left of all that it leads to."""
    following: dict[str, list[str]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    depth: dict[str, int] = {}

    def measure(node: str) -> int:
        if node not in depth:
            depth[node] = 0
            depth[node] = max((measure(end) + 1 for end in following[node]), default=0)
        return depth[node]

    deepest = max(map(measure, nodes), default=0)
    return {node: deepest - depth[node] for node in sorted(nodes)}


def _steps(
    edges: Sequence[Edge], columns: Mapping[str, int]
) -> tuple[list[tuple[Place, Place]], dict[Edge, list[Pass]]]:
    """The edges as steps of one column, and the places where each long one passes the columns between."""
    through: dict[Edge, list[Pass]] = {
        (start, end): [Pass(start, end, column) for column in range(columns[start] + 1, columns[end])]
        for start, end in edges
    }
    steps: list[tuple[Place, Place]] = []
    for (start, end), places in through.items():
        way: list[Place] = [start, *places, end]
        steps += pairwise(way)
    return steps, through


def _ordered(
    columns: Mapping[str, int], steps: Sequence[tuple[Place, Place]], through: Mapping[Edge, Sequence[Pass]]
) -> list[list[Place]]:
    """The places of each column from the top, those near each other that lead to each other."""
    count = max(columns.values(), default=-1) + 1
    order: list[list[Place]] = [[] for _ in range(count)]
    for node, column in columns.items():
        order[column].append(node)
    for place in (one for places in through.values() for one in places):
        order[place.column].append(place)
    before, after = _neighbours(steps)
    best, fewest = order, _crossings(order, after)
    for turn in range(ROUNDS):
        forward = turn % 2 == 0
        order = [list(column) for column in order]
        for column in range(1, count) if forward else range(count - 2, -1, -1):
            beside = order[column - 1 if forward else column + 1]
            order[column] = _by_mean(order[column], beside, before if forward else after)
        crossings = _crossings(order, after)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


Beside = Mapping[Place, Sequence[Place]]


def _neighbours(steps: Sequence[tuple[Place, Place]]) -> tuple[Beside, Beside]:
    before: dict[Place, list[Place]] = defaultdict(list)
    after: dict[Place, list[Place]] = defaultdict(list)
    for start, end in steps:
        before[end].append(start)
        after[start].append(end)
    return before, after


def _by_mean(column: Sequence[Place], beside: Sequence[Place], neighbours: Beside) -> list[Place]:
    """A column in the order of the mean places of its neighbours; what has none keeps its place."""
    at = {place: number for number, place in enumerate(beside)}

    def mean(number: int) -> float:
        known = [at[one] for one in neighbours.get(column[number], ())]
        return sum(known) / len(known) if known else float(number)

    return [column[number] for number in sorted(range(len(column)), key=lambda number: (mean(number), number))]


def _crossings(order: Sequence[Sequence[Place]], after: Beside) -> int:
    """How many pairs of steps cross."""
    total = 0
    for left, right in pairwise(order):
        at = {place: number for number, place in enumerate(right)}
        ends = [sorted(at[end] for end in after.get(place, ())) for place in left]
        flat = [end for several in ends for end in several]
        total += sum(1 for number, end in enumerate(flat) for later in flat[number + 1 :] if later < end)
    return total


def _heights(
    order: Sequence[Sequence[Place]], steps: Sequence[tuple[Place, Place]], tall: Mapping[Place, float]
) -> dict[Place, float]:
    """The top of each place: near the middle of its neighbours, in the order of its column, with gaps."""
    tops: dict[Place, float] = {}
    for column in order:
        at = -sum(tall[place] + GAP for place in column) / 2
        for place in column:
            tops[place], at = at, at + tall[place] + GAP
    before, after = _neighbours(steps)
    for _turn in range(ROUNDS):
        for column in order:
            wishes = [_wish(place, tops, tall, [*before.get(place, ()), *after.get(place, ())]) for place in column]
            tops.update(_settled(column, wishes, tall))
    return tops


def _wish(place: Place, tops: Mapping[Place, float], tall: Mapping[Place, float], beside: Sequence[Place]) -> float:
    """Where a place would be alone: its middle at the mean of those beside it."""
    middles = [tops[one] + tall[one] / 2 for one in beside]
    return sum(middles) / len(middles) - tall[place] / 2 if middles else tops[place]


def _settled(column: Sequence[Place], wishes: Sequence[float], tall: Mapping[Place, float]) -> dict[Place, float]:
    """The tops nearest to the wishes that leave gaps: places that would overlap are moved together, as a block."""
    blocks: list[tuple[float, float, list[Place]]] = []  # top, height, places
    weights: list[float] = []
    for place, wish in zip(column, wishes, strict=True):
        top, height, places, weight = wish, tall[place] + GAP, [place], 1.0
        while blocks and blocks[-1][0] + blocks[-1][1] > top:
            above, above_height, above_places = blocks.pop()
            above_weight = weights.pop()
            wanted = top - above_height
            top = (above * above_weight + wanted * weight) / (above_weight + weight)
            height, places, weight = above_height + height, above_places + places, above_weight + weight
        blocks.append((top, height, places))
        weights.append(weight)
    found: dict[Place, float] = {}
    for top, _height, places in blocks:
        at = top
        for place in places:
            found[place], at = at, at + tall[place] + GAP
    return found
