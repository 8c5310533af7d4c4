"""All mining regions against all others: the scores and how much is known, and each region's best partners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minegraph.store import Source
from minegraph.synergy.explanation import PRECISION, read_glossary
from minegraph.synergy.features import Floats, Integers
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.landscapes import Landscapes
from minegraph.synergy.mapping import BLOCK, METHOD, weighing
from minegraph.synergy.profiles import DEFAULT_PROFILE, Profile
from minegraph.synergy.ranking import scored
from minegraph.synergy.result import Region

COLUMNS = ("region", "region_label", "partner", "partner_label", "rank", "score", "coverage")
Row = tuple[str, str, str, str, int, float, float]


@dataclass(frozen=True, eq=False)
class Matrix:
    """What each mining region (a row) has to gain from each other one (a column), in the order of the regions' IRIs."""

    regions: tuple[Region, ...]
    landscape: Landscape
    profile: Profile

    @cached_property
    def scores(self) -> Floats:
        """The scores; not a number where two regions share territory. Made in blocks of rows."""
        count = len(self.regions)
        blocks = [self._block(np.arange(start, min(start + BLOCK, count))) for start in range(0, count, BLOCK)]
        return np.concatenate(blocks) if blocks else np.zeros((0, 0))

    @cached_property
    def coverage(self) -> Floats:
        """The share of facets of which anything is known of both regions."""
        facets = self.landscape.features.values()
        known = np.stack([features.known[: len(self.regions)] for features in facets], axis=1).astype(float)
        share: Floats = (known @ known.T / max(len(facets), 1)).round(PRECISION)
        return share

    def rows(self) -> Iterator[Row]:
        """One row per pair, in the order of COLUMNS: the partners of each region best first, where there is a score."""
        for at, region in enumerate(self.regions):
            scores = np.nan_to_num(self.scores[at], nan=-np.inf)
            for rank, column in enumerate(np.lexsort((np.arange(len(scores)), -scores)).tolist(), start=1):
                if scores[column] > 0:
                    partner, coverage = self.regions[column], float(self.coverage[at, column])
                    score = float(scores[column])
                    yield region.iri, region.label, partner.iri, partner.label, rank, score, coverage

    def to_dict(self) -> dict[str, object]:
        """The documented JSON form: `scores` and `coverage` have a row for each of `regions`; None for no score."""
        return {
            "profile": self.profile.name,
            "weights": dict(self.profile.weights),
            "changed": dict(self.profile.changed),
            "method": METHOD,
            "certain": self.landscape.certain,
            "regions": [vars(region) for region in self.regions],
            "scores": [[None if np.isnan(score) else score for score in row] for row in self.scores.tolist()],
            "coverage": self.coverage.tolist(),
        }

    def _block(self, seekers: Integers) -> Floats:
        count = len(self.regions)
        values = self.landscape.values(seekers, self.profile)[:, :, :count]
        scores = scored(values, list(self.profile.weights.values()))
        scores[self.landscape.territory.overlap[seekers][:, :count]] = np.nan
        return scores


def matrix(
    source: Source,
    landscapes: Landscapes,
    *,
    profile: str = DEFAULT_PROFILE,
    weights: Mapping[str, float] | None = None,
    certain: bool = False,
) -> Matrix:
    """The matrix of a source under a profile. Raises NotFoundError, MinegraphError as `synergies` does."""
    landscape = landscapes.of(certain=certain)
    chosen = weighing(landscape, profile, weights)
    regions = landscape.territory.regions[: landscape.territory.population]
    glossary = read_glossary(source, regions, [])
    return Matrix(tuple(map(glossary.region, regions)), landscape, chosen)
