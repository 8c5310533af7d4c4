"""The parts of a score as bars: where each one begins and how long it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minegraph.pages import with_minus
from minegraph.synergy.result import Component, Synergy
from minegraph.synergy_page import strongest_first

LENGTH = 1000.0


@dataclass(frozen=True)
class Piece:
    """One piece of a bar: `kind` is that of a component, `off` for what is taken off, `mark` for the score itself."""

    kind: str
    start: float
    size: float
    title: str


@dataclass(frozen=True)
class Step:
    """One component on the way to the score: its piece begins where the one before it ends."""

    component: Component
    start: float
    size: float


def gain(synergy: Synergy) -> float:
    """All that adds to a score."""
    return sum(part.contribution for part in synergy.components if part.contribution > 0)


def scale(synergies: Iterable[Synergy]) -> float:
    """The units of a bar that a score of 1 takes, so that the longest one is `LENGTH`."""
    longest = max(map(gain, synergies), default=0.0)
    return LENGTH / longest if longest else 0.0


def bar(synergy: Synergy, unit: float) -> list[Piece]:
    """The parts that add to the score beside each other, what is taken off over their end, and a mark at the score."""
    at, pieces = 0.0, []
    for part in strongest_first(synergy):
        if part.contribution > 0:
            size = part.contribution * unit
            pieces.append(Piece(part.kind, at, size, f"{part.label}: {part.contribution:+.3f}"))
            at += size
    score = synergy.score * unit
    taken = with_minus(f"{synergy.score - gain(synergy):+.3f}")
    pieces.append(Piece("off", score, at - score, f"taken off: {taken}"))
    pieces.append(Piece("mark", score - 1, 3, f"score: {synergy.score:.3f}"))
    return pieces


def steps(synergy: Synergy, unit: float) -> list[Step]:
    """The components that have a value, strongest first: the last one ends at the score."""
    at, found = 0.0, []
    for part in strongest_first(synergy):
        if part.items:
            size = abs(part.contribution) * unit
            start = at if part.contribution > 0 else at - size
            found.append(Step(part, start, size))
            at = start + size if part.contribution > 0 else start
    return found
