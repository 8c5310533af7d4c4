"""Which regions are compared, and which of them lie in one another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import numpy.typing as npt

from minegraph.store import Source
from minegraph.synergy.answers import texts

MINING_REGIONS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT DISTINCT ?region WHERE { ?region a mg:MiningRegion }"""
PARTS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?part ?whole WHERE {{
  {{ ?whole a mg:MiningRegion }} UNION {{ VALUES ?whole {{ {asked} }} }}
  ?part mg:within+ ?whole
}}"""


class Territory:
    """The mining regions in the order of their IRIs, followed by other regions that are asked about.

    Only the first `population` regions are partners and count for frequencies. `overlap` is true where two regions are
    the same, one contains the other, or a third lies within both.
    """

    def __init__(self, population: Iterable[str], asked: Iterable[str], parts: Iterable[tuple[str, str]]) -> None:
        members = sorted(set(population))
        self.population = len(members)
        self.regions = (*members, *sorted(set(asked) - set(members)))
        self.index = {iri: position for position, iri in enumerate(self.regions)}
        holders = {iri: {position} for iri, position in self.index.items()}
        for part, whole in parts:
            if whole in self.index:
                holders.setdefault(part, set()).add(self.index[whole])
        self._holders = {region: tuple(sorted(positions)) for region, positions in holders.items()}
        self.overlap = self._overlap()

    @classmethod
    def read(cls, source: Source, asked: Iterable[str] = ()) -> Territory:
        """The mining regions of a source, with the regions asked about."""
        wanted = sorted(set(asked))
        members = [region for (region,) in texts(source, MINING_REGIONS)]
        parts = texts(source, PARTS.format(asked=" ".join(f"<{iri}>" for iri in wanted)))
        return cls(members, wanted, ((part, whole) for part, whole in parts))

    def holders(self, region: str) -> tuple[int, ...]:
        """The positions of the compared regions that are this region or contain it: what is known of it is theirs."""
        return self._holders.get(region, ())

    def _overlap(self) -> npt.NDArray[np.bool_]:
        shared = np.eye(len(self.regions), dtype=bool)
        for positions in set(self._holders.values()):
            for first, second in combinations(positions, 2):
                shared[first, second] = shared[second, first] = True
        return shared
