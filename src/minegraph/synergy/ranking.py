"""Scores and ranks of partners under a profile, and how firm the ranks are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minegraph.synergy.features import Floats, Integers, Truths

SEED = 20240523
DRAWS = 200
SPREAD = 0.3
RANGE = (5, 95)
PRECISION = 12
TIE = 1e-9


@dataclass(frozen=True, eq=False)
class Ranking:
    """The partners of one region, best first; ties in the order of the IRIs.

    `values` has one row per component and one column per candidate; `candidates` are positions in the order of their
    IRIs.
    """

    candidates: Integers
    values: Floats
    scores: Floats
    order: Integers

    @property
    def useful(self) -> list[int]:
        """The candidates whose score is above 0, best first."""
        return [int(self.candidates[column]) for column in self.order if self.scores[column] > 0]

    def rank(self, partner: int) -> int:
        """The place of a partner."""
        return int(np.flatnonzero(self.candidates[self.order] == partner)[0]) + 1

    def rank_range(self, partner: int, draws: Floats) -> tuple[int, int]:
        """Between which places a partner comes in nine of ten of the drawn weightings, its own place included."""
        column = int(np.flatnonzero(self.candidates == partner)[0])
        scores = draws @ self.values
        own = scores[:, [column]]
        before = (scores[:, :column] > own - TIE).sum(axis=1)
        after = (scores[:, column + 1 :] > own + TIE).sum(axis=1)
        low, high = np.percentile(1 + before + after, RANGE, method="nearest")
        place = self.rank(partner)
        return min(int(low), place), max(int(high), place)


def rank(values: Floats, weights: Sequence[float], allowed: Truths) -> Ranking:
    """Rank the allowed regions by the weighted sum of their values (one row per component), rounded before comparing.

    Rounding makes equal what differs only by the order of floating-point sums.
    """
    candidates = np.flatnonzero(allowed)
    chosen = values[:, candidates].round(PRECISION)
    scores: Floats = np.zeros(len(candidates))
    for weight, row in zip(weights, chosen, strict=True):
        scores += weight * row
    scores = scores.round(PRECISION)
    return Ranking(candidates, chosen, scores, np.lexsort((candidates, -scores)))


def draw_weights(weights: Sequence[float]) -> Floats:
    """The same drawn weightings for everyone: each weight times a log-normal factor, one row per draw.

    RandomState's stream of numbers is frozen for all versions of numpy.
    """
    state = np.random.RandomState(SEED)
    factors = np.exp(SPREAD * state.standard_normal((DRAWS, len(weights))))
    drawn: Floats = factors * np.array(weights)
    return drawn
