"""How often chance alone would give two regions as much in common."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from minegraph.synergy.draws import uniform
from minegraph.synergy.features import Integers, Truths
from minegraph.synergy.measures import Similarity

SEED = 20240524
DRAWS = 199


class Chance:
    """A permutation null for the similarity of sets of the same sizes.

    Features are drawn without replacement, by how many regions have them (Efraimidis & Spirakis keys); the same draws
    serve all pairs, so that p-values are repeatable and comparable.
    """

    def __init__(self, similarity: Similarity) -> None:
        self.similarity = similarity
        features = similarity.features
        self._frequency = features.held[: features.population].sum(axis=0).astype(float)
        self._drawn: dict[tuple[int, int], Truths] = {}

    def p_value(self, seeker: int, partner: int) -> float | None:
        """The share of draws (the observed pair included) that are at least as similar; None where a set is empty."""
        held = self.similarity.features.held
        sizes = int(held[seeker].sum()), int(held[partner].sum())
        if not all(sizes):
            return None
        first, second = self._sets(0, sizes[0]), self._sets(1, sizes[1])
        information = self.similarity.information
        shared = (first & second) @ information
        both = (first | second) @ information
        observed = float(self.similarity.values(np.array([seeker]))[0, partner])
        at_least = int((shared >= (observed - 1e-12) * both).sum())
        return (at_least + 1) / (DRAWS + 1)

    def _sets(self, side: int, size: int) -> Truths:
        """One random set of this size per row, as concepts with their ancestors."""
        if (side, size) not in self._drawn:
            chosen = np.bitwise_or.reduce(self._packed[self._order[side][:, :size]], axis=1)
            self._drawn[side, size] = np.unpackbits(chosen, axis=1, count=len(self.similarity.concepts)).astype(bool)
        return self._drawn[side, size]

    @cached_property
    def _packed(self) -> npt.NDArray[np.uint8]:
        """Each feature's concepts, eight to a byte."""
        return np.packbits(self.similarity.closure > 0, axis=1)

    @cached_property
    def _order(self) -> tuple[Integers, Integers]:
        """Per side and draw, all features in a random order in which frequent ones tend to come first."""
        return self._shuffled(SEED), self._shuffled(SEED + 1)

    def _shuffled(self, seed: int) -> Integers:
        draws = uniform(seed, DRAWS, len(self._frequency))
        return np.argsort(-np.log(draws) / np.maximum(self._frequency, 1e-9), axis=1, kind="stable")
