"""One region's possible partners with the value of every component, so that anybody can weigh them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minegraph.store import Source
from minegraph.synergy.explanation import PRECISION, read_glossary
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.landscapes import Landscapes
from minegraph.synergy.mapping import METHOD, check_known, check_region
from minegraph.synergy.ranking import rounded
from minegraph.synergy.result import Region


@dataclass(frozen=True)
class Candidate:
    """A possible partner: a value for each component, and the share of facets known of both regions."""

    region: Region
    coverage: float
    values: tuple[float, ...]


@dataclass(frozen=True)
class Candidates:
    """The mining regions that share no territory with a region, in the order of their IRIs.

    Whoever weighs the values as `ranking.scored` does, in the order of the `components`, and sorts by score, gets the
    ranking that `synergies` gives.
    """

    region: Region
    method: str
    certain: bool
    components: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    def to_dict(self) -> dict[str, object]:
        """The candidates in the documented JSON form."""
        return {
            "region": vars(self.region),
            "method": self.method,
            "certain": self.certain,
            "components": list(self.components),
            "candidates": [{**vars(one), "region": vars(one.region)} for one in self.candidates],
        }


def candidates(source: Source, landscapes: Landscapes, region: str, *, certain: bool = False) -> Candidates:
    """The possible partners of a region (an IRI). Raises NotFoundError as `synergies` does."""
    check_region(source, region)
    landscape = landscapes.of([region], certain=certain)
    check_known(source, landscape, region)
    seeker = landscape.territory.index[region]
    apart = np.flatnonzero(~landscape.territory.overlap[seeker][: landscape.territory.population])
    names = tuple(landscape.components)
    values = np.stack([rounded(landscape.measures[name].values(np.array([seeker])))[0] for name in names])
    regions = [landscape.territory.regions[partner] for partner in apart.tolist()]
    glossary = read_glossary(source, [region, *regions], [])
    found = (
        Candidate(glossary.region(iri), _coverage(landscape, seeker, partner), tuple(values[:, partner].tolist()))
        for iri, partner in zip(regions, apart.tolist(), strict=True)
    )
    return Candidates(glossary.region(region), METHOD, certain, names, tuple(found))


def _coverage(landscape: Landscape, seeker: int, partner: int) -> float:
    known = [bool(features.known[[seeker, partner]].all()) for features in landscape.features.values()]
    return round(sum(known) / max(len(known), 1), PRECISION)
