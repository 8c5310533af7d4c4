"""What one region does that another one needs, as a matrix row and as parts that sum to the value."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from minegraph.synergy.completeness import Completeness
from minegraph.synergy.facets import Facet
from minegraph.synergy.features import Feature, Features, Floats, Integers, Truths
from minegraph.synergy.measures import Part, by_share, information, ratio
from minegraph.synergy.relations import Relation


class Complementarity:
    """Share of the seeker's needs that the partner meets and the seeker is not known to meet itself.

    (After Balland & Boschma 2021.) A region needs what its features call for, where some region offers it. A need
    weighs as much as the strongest relation that calls for it, times the information content of its offers: what few
    regions offer counts more. A region that meets most of its needs itself has less to gain. With `certain`, only needs
    that are known to be absent there are met.
    """

    def __init__(
        self,
        facet: Facet,
        has: Features,
        offers: Features,
        relations: list[Relation],
        completeness: Completeness,
        *,
        certain: bool = False,
    ) -> None:
        self.facet, self.has, self.offers = facet, has, offers
        self.relations, self.completeness, self.certain = relations, completeness, certain
        self.needs: tuple[Feature, ...] = tuple(sorted({relation.need for relation in relations}))
        self._place = {need: position for position, need in enumerate(self.needs)}

    def only_certain(self) -> Complementarity:
        """The same, where a need is met only if it is known to be absent."""
        return Complementarity(self.facet, self.has, self.offers, self.relations, self.completeness, certain=True)

    @cached_property
    def offered(self) -> dict[int, list[int]]:
        """For each need, the features that meet it."""
        found: dict[int, set[int]] = {}
        for relation in self.relations:
            found.setdefault(self._place[relation.need], set()).add(self.offers.index[relation.offer])
        return {need: sorted(features) for need, features in found.items()}

    @cached_property
    def met(self) -> Truths:
        """The needs that each region could meet."""
        met = np.zeros((len(self.offers.held), len(self.needs)), dtype=bool)
        for need, features in self.offered.items():
            met[:, need] = self.offers.held[:, features].any(axis=1)
        return met

    @cached_property
    def needed(self) -> Floats:
        """How much weight each region's needs have."""
        strength: Floats = np.zeros((len(self.has.held), len(self.needs)))
        for (feature, need), weight in self._strongest().items():
            column = strength[:, need]
            np.maximum(column, weight, out=column, where=self.has.held[:, feature])
        meetable = self.met[: self.offers.population].any(axis=0)
        known = int(self.offers.known[: self.offers.population].sum())
        return strength * meetable * information(self.met, self.offers.population, known)

    @cached_property
    def open(self) -> Floats:
        """The weight of the needs that each region is not known to meet itself."""
        return self.needed * ~self.met

    def _strongest(self) -> dict[tuple[int, int], float]:
        strongest: dict[tuple[int, int], float] = {}
        for relation in self.relations:
            key = self.has.index[relation.has], self._place[relation.need]
            strongest[key] = max(relation.weight, strongest.get(key, 0.0))
        return strongest

    @cached_property
    def counted(self) -> Floats:
        """The open needs that count when they are met: all, or the certain ones."""
        if not self.certain:
            return self.open
        counted = np.zeros_like(self.open)
        for region in self.completeness.regions():
            for need in np.flatnonzero(self.open[region]).tolist():
                if self._absence(region, need):
                    counted[region, need] = self.open[region, need]
        return counted

    def values(self, seekers: Integers) -> Floats:
        """The weight of the needs that each region meets over the weight of all of the seeker's needs."""
        total = self.needed[seekers].sum(axis=1)[:, None]
        met = self.counted[seekers] @ self.met.T.astype(float)
        return ratio(met, total)

    def parts(self, seeker: int, partner: int) -> list[Part]:
        """Every need that is met, with its weight over that of all needs, and whether it is known to be absent."""
        total = float(self.needed[seeker].sum())
        needs = np.flatnonzero((self.counted[seeker] > 0) & self.met[partner])
        return by_share([self._part(seeker, partner, need, total) for need in needs.tolist()])

    def _part(self, seeker: int, partner: int, need: int, total: float) -> Part:
        calling = [
            relation
            for relation in self._by_need[need]
            if self.has.held[seeker, self.has.index[relation.has]]
            and self.offers.held[partner, self.offers.index[relation.offer]]
        ]
        has, seekers = self.has.borne_out(seeker, {self.has.index[relation.has] for relation in calling})
        offers, partners = self.offers.borne_out(partner, self.offered[need])
        links = sorted({link for relation in calling for link in relation.evidence})
        absence = self._absence(seeker, need)
        return Part(
            self.needs[need],
            float(self.needed[seeker, need]) / total,
            has,
            offers,
            tuple(sorted({*seekers, *([absence] if absence else [])})),
            partners,
            tuple(links),
            "absent" if absence else "not documented",
        )

    @cached_property
    def _by_need(self) -> dict[int, list[Relation]]:
        found: dict[int, list[Relation]] = {}
        for relation in self.relations:
            found.setdefault(self._place[relation.need], []).append(relation)
        return found

    def _absence(self, region: int, need: int) -> str | None:
        offers = [self.offers.names[feature] for feature in self.offered[need]]
        return self.completeness.proof(region, self.needs[need], offers, self.offers)
