"""Which regions are compared, and which of them lie in one another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from minegraph.store import Source

MINING_REGIONS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?region WHERE { ?region a mg:MiningRegion }"""
WITHIN = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?part ?whole WHERE { ?part mg:within ?whole }"""


class Territory:
    """The mining regions in the order of their IRIs, followed by other regions that are asked about.

    Only the first `population` regions are partners and count for frequencies.
    """

    def __init__(self, population: Iterable[str], asked: Iterable[str], within: Iterable[tuple[str, str]]) -> None:
        members = sorted(set(population))
        self.population = len(members)
        self.regions = (*members, *sorted(set(asked) - set(members)))
        self.index = {iri: position for position, iri in enumerate(self.regions)}
        self._wholes: dict[str, list[str]] = {}
        for part, whole in within:
            self._wholes.setdefault(part, []).append(whole)
        self._holders: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, source: Source, asked: Iterable[str] = ()) -> Territory:
        """The mining regions of a source, with the regions asked about."""
        members = [term.value for (term,) in source.select(MINING_REGIONS).rows]
        return cls(members, asked, [(part.value, whole.value) for part, whole in source.select(WITHIN).rows])

    def holders(self, region: str) -> tuple[int, ...]:
        """The positions of the regions that are this region or contain it: what is known of it is known of them."""
        if region not in self._holders:
            found = (self.index.get(whole) for whole in self.wholes(region))
            self._holders[region] = tuple(sorted(position for position in found if position is not None))
        return self._holders[region]

    def wholes(self, region: str) -> set[str]:
        """The region itself and every region it lies within."""
        reached, ahead = {region}, [region]
        while ahead:
            for whole in self._wholes.get(ahead.pop(), ()):
                if whole not in reached:
                    reached.add(whole)
                    ahead.append(whole)
        return reached

    @cached_property
    def overlap(self) -> npt.NDArray[np.bool_]:
        """True where two regions are the same, one contains the other, or a third lies within both."""
        shared = np.eye(len(self.regions), dtype=bool)
        for region in {*self.regions, *self._wholes}:
            for first, second in combinations(self.holders(region), 2):
                shared[first, second] = shared[second, first] = True
        return shared
