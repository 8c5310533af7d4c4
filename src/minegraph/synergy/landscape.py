"""All that scoring needs, read once from a source: the regions, their features, and the components of a synergy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from minegraph.errors import MinegraphError
from minegraph.store import Source
from minegraph.synergy.chance import Chance
from minegraph.synergy.complementarity import Complementarity
from minegraph.synergy.completeness import Completeness, read_statements
from minegraph.synergy.concepts import Concepts
from minegraph.synergy.facets import Facet, Kind
from minegraph.synergy.features import Features, Floats, Integers
from minegraph.synergy.measures import Feasibility, Measure, Similarity, Tie
from minegraph.synergy.profiles import Profile, read_profiles
from minegraph.synergy.ranking import Ranking, rank, rounded
from minegraph.synergy.relations import read_relations
from minegraph.synergy.territory import Territory


@dataclass(frozen=True, eq=False)
class Landscape:
    """The compared regions with everything known of them; `measures` by component name.

    `certain`: only needs that are known to be absent count as met.
    """

    territory: Territory
    features: dict[str, Features]
    measures: dict[str, Measure]
    profiles: dict[str, Profile]
    certain: bool = False

    @classmethod
    def read(
        cls, source: Source, facets: Sequence[Facet], asked: Iterable[str] = (), certain: bool = False
    ) -> Landscape:
        """The landscape of a source; `asked` are regions to compare that may be no mining regions.

        With `certain`, only needs that are known to be absent count as met.
        """
        statements = read_statements(source)
        territory = Territory.read(source, {*asked, *(statement.region for statement in statements)})
        concepts = Concepts.read(source)
        features: dict[str, Features] = {}
        for facet in sorted(facets, key=lambda facet: bool(facet.origin)):
            if facet.lists_features:
                features[facet.name] = Features.read(source, facet, territory, features.get(facet.origin))
        features = dict(sorted(features.items()))
        completeness = Completeness(statements, features, concepts, territory)
        measures = {known.facet.component: _measure(known, concepts) for known in features.values()}
        by_name = {facet.name: facet for facet in facets}
        for facet in facets:
            if facet.kind == "complementarity":
                has, offers = features[facet.has], features[facet.offers]
                relations = read_relations(source, facet, by_name.get(facet.joined), has, offers)
                measures[facet.component] = Complementarity(facet, has, offers, relations, completeness)
        found = cls(territory, features, measures, read_profiles(source))
        return found.only_certain() if certain else found

    def weighted(self, profile: Profile) -> list[tuple[Measure, float]]:
        """The components of a profile with their weights, in the order of their names."""
        unknown = sorted(set(profile.weights) - set(self.measures))
        if unknown:
            raise MinegraphError(
                f"Profile {profile.name!r} gives weight to {', '.join(unknown)}, which no facet in queries/synergy "
                f"provides. Components: {', '.join(sorted(self.measures))}."
            )
        return [(self.measures[name], weight) for name, weight in profile.weights.items()]

    def rankings(self, seekers: Integers, profile: Profile, also: Sequence[int] = ()) -> list[Ranking]:
        """For each seeker, all mining regions (and those of `also`) that share no territory with it, best first."""
        weights = list(profile.weights.values())
        values = self.values(seekers, profile)
        partners = np.arange(len(self.territory.regions)) < self.territory.population
        partners[list(also)] = True
        allowed = ~self.territory.overlap[seekers] & partners
        return [rank(values[:, row], weights, allowed[row]) for row in range(len(seekers))]

    def values(self, seekers: Integers, profile: Profile) -> Floats:
        """What is weighed: a layer for each component of the profile, in it a row for each seeker."""
        return np.stack([rounded(measure.values(seekers)) for measure, _ in self.weighted(profile)])

    def only_certain(self) -> Landscape:
        """The same landscape, where only needs that are known to be absent count as met."""
        measures = {
            name: measure.only_certain() if isinstance(measure, Complementarity) else measure
            for name, measure in self.measures.items()
        }
        return replace(self, measures=measures, certain=True)

    @cached_property
    def components(self) -> dict[str, Kind]:
        """The names of all components that a profile can weigh, in their order, with their kinds."""
        return {name: measure.facet.kind for name, measure in sorted(self.measures.items())}

    @cached_property
    def chances(self) -> dict[str, Chance]:
        """Facet name -> how often chance alone gives as much, for all similarities."""
        found = (measure for measure in self.measures.values() if isinstance(measure, Similarity))
        return {measure.facet.name: Chance(measure) for measure in found}

    def known(self, region: int) -> dict[str, bool]:
        """Facet name -> whether anything at all is known of the region in it."""
        return {name: bool(features.known[region]) for name, features in self.features.items()}

    def statements(self, region: int) -> int:
        """How many resources state something of the region."""
        return len(set().union(*(features.statements(region) for features in self.features.values())))

    @cached_property
    def ties(self) -> list[Tie]:
        """The measures of existing cooperation, whatever the profile."""
        return [measure for measure in self.measures.values() if isinstance(measure, Tie)]


def _measure(features: Features, concepts: Concepts) -> Measure:
    if features.facet.kind == "tie":
        return Tie(features)
    return Similarity(features, concepts) if features.facet.kind == "similarity" else Feasibility(features)
