"""Scores and ranks of partners under a profile, and how firm the ranks are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minegraph.synergy.draws import normal
from minegraph.synergy.features import Floats, Integers, Truths

SEED = 20240523
DRAWS = 200
SPREAD = 0.3
RANGE = (5, 95)
PRECISION = 12
TIE = np.float32(1e-6)


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

    def places(self, partners: Sequence[int], draws: Floats) -> list[tuple[int, tuple[int, int]]]:
        """The rank of each partner, and between which ranks it comes in nine of ten of the drawn weightings.

        Its own rank is always within the range.
        """
        drawn = np.einsum("dc,cr->dr", draws.astype(np.float32), self.values.astype(np.float32))
        columns = np.searchsorted(self.candidates, partners)
        found = []
        for column in columns.tolist():
            place = int(np.flatnonzero(self.order == column)[0]) + 1
            low, high = _range(drawn, column)
            found.append((place, (min(low, place), max(high, place))))
        return found


def _range(drawn: npt.NDArray[np.float32], column: int) -> tuple[int, int]:
    """The range of one column's ranks over the draws (rows), without the most extreme tenth."""
    own = drawn[:, [column]]
    before = np.count_nonzero(drawn[:, :column] >= own - TIE, axis=1)
    after = np.count_nonzero(drawn[:, column + 1 :] > own + TIE, axis=1)
    low, high = np.percentile(1 + before + after, RANGE, method="nearest")
    return int(low), int(high)


def rank(values: Floats, weights: Sequence[float], allowed: Truths) -> Ranking:
    """Rank the allowed regions by the weighted sum of their values, which are rounded (one row per component)."""
    candidates = np.flatnonzero(allowed)
    chosen = values[:, candidates]
    scores = scored(chosen, weights)
    return Ranking(candidates, chosen, scores, np.lexsort((candidates, -scores)))


def rounded(numbers: Floats) -> Floats:
    """The numbers as they are compared: rounding makes equal what differs only by the order of floating-point sums."""
    return numbers.round(PRECISION)


def scored(values: Floats, weights: Sequence[float]) -> Floats:
    """The weighted sum over the first axis of rounded values, added up in order, and rounded.

    Whoever does the same sums in double precision, such as a browser, gets the same scores to the last digit.
    """
    scores: Floats = np.zeros(values.shape[1:])
    for weight, component in zip(weights, values, strict=True):
        scores += weight * component
    return rounded(scores)


def draw_weights(weights: Sequence[float]) -> Floats:
    """The same drawn weightings for everyone: each weight times a log-normal factor, one row per draw."""
    drawn: Floats = np.exp(SPREAD * normal(SEED, DRAWS, len(weights))) * np.array(weights)
    return drawn
