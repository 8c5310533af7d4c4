"""Similarity, ties and feasibility of regions in one facet, each as a matrix row and as parts that sum to the value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np

from minegraph.synergy.concepts import Concepts
from minegraph.synergy.facets import Facet
from minegraph.synergy.features import Feature, Features, Floats, Integers, Truths

Need = Literal["absent", "not documented"]


@dataclass(frozen=True)
class Part:
    """One concept's share of a value, with the resources that bear it out.

    `has` and `offers` are the features, of the seeker and of the partner, in which the concept was found.
    """

    concept: Feature
    share: float
    has: tuple[Feature, ...]
    offers: tuple[Feature, ...]
    seeker: tuple[str, ...]
    partner: tuple[str, ...]
    method: tuple[str, ...] = ()
    need: Need | None = None


class Measure(Protocol):
    """One component of a synergy: how much region a has to gain from region b, between 0 and 1."""

    @property
    def facet(self) -> Facet:
        """The facet that is measured."""
        ...

    def values(self, seekers: Integers) -> Floats:
        """One row for each seeker, one column for each region."""
        ...

    def parts(self, seeker: int, partner: int) -> list[Part]:
        """What one value is the sum of, the largest share first, ties in the order of the concepts."""
        ...


def information(held: Truths, population: int, known: int | None = None) -> Floats:
    """The information content of every column: -log((n + 1) / (N + 2)).

    n of the N regions of which anything is known have it (Laplace's rule of succession): always above 0, the more the
    rarer. N is `known`, or the number of regions with any column.
    """
    counted = held[:population]
    total = int(counted.any(axis=1).sum()) if known is None else known
    content: Floats = -np.log((counted.sum(axis=0) + 1.0) / (total + 2.0))
    return content


def ratio(part: Floats, whole: Floats) -> Floats:
    """One over the other; 0 where both are."""
    result: Floats = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return result


def by_share(parts: list[Part]) -> list[Part]:
    """Parts with the largest share first, ties in the order of the concepts."""
    return sorted(parts, key=lambda part: (-round(part.share, 12), part.concept))


class Similarity:
    """simGIC (Pesquita et al. 2008): information content of shared concepts and their ancestors over that of all."""

    def __init__(self, features: Features, concepts: Concepts) -> None:
        self.facet, self.features = features.facet, features
        general = [concepts.generalisations(name) for name in features.names]
        self.concepts: tuple[Feature, ...] = tuple(sorted({concept for found in general for concept in found}))
        place = {concept: position for position, concept in enumerate(self.concepts)}
        self.closure = np.zeros((len(features.names), len(self.concepts)), dtype=np.float32)
        for position, found in enumerate(general):
            self.closure[position, [place[concept] for concept in found]] = 1.0
        self.closed: Truths = features.held.astype(np.float32) @ self.closure > 0
        self.information = information(self.closed, features.population)

    @cached_property
    def weighted(self) -> Floats:
        """Each region's concepts, as their information content."""
        weighted: Floats = self.closed * self.information
        return weighted

    @cached_property
    def mass(self) -> Floats:
        """The information content of all that is known of a region."""
        mass: Floats = self.weighted.sum(axis=1)
        return mass

    def values(self, seekers: Integers) -> Floats:
        """Shared information over the information of both."""
        shared = self.weighted[seekers] @ self.closed.T.astype(float)
        both = self.mass[seekers][:, None] + self.mass[None, :] - shared
        return ratio(shared, both)

    def parts(self, seeker: int, partner: int) -> list[Part]:
        """Every shared concept with its information content over that of all concepts of both."""
        both = float(self.information[self.closed[seeker] | self.closed[partner]].sum())
        shared = np.flatnonzero(self.closed[seeker] & self.closed[partner])
        return by_share([self._part(seeker, partner, concept, both) for concept in shared.tolist()])

    def _part(self, seeker: int, partner: int, concept: int, both: float) -> Part:
        below = np.flatnonzero(self.closure[:, concept]).tolist()
        has, seekers = self.features.borne_out(seeker, below)
        offers, partners = self.features.borne_out(partner, below)
        return Part(self.concepts[concept], float(self.information[concept]) / both, has, offers, seekers, partners)


class Tie:
    """Existing cooperation: association strength (van Eck & Waltman 2009) brought to 0..1.

    The strength s is the number of joint items over the number expected if the items of both were independent,
    c / (n_a n_b / N); the value is s / (1 + s): 0 for no joint item, one half for as many as chance would give.
    """

    def __init__(self, features: Features) -> None:
        self.facet, self.features = features.facet, features
        self.total = int(features.held[: features.population].any(axis=0).sum())

    @cached_property
    def _joint(self) -> Floats:
        """The items that more than one region has."""
        return self.features.held[:, self.features.held.sum(axis=0) > 1].astype(np.float32)

    @cached_property
    def _counts(self) -> Floats:
        counts: Floats = self.features.held.sum(axis=1).astype(float)
        return counts

    def values(self, seekers: Integers) -> Floats:
        """Association strength s as s / (1 + s)."""
        observed = self.total * (self._joint[seekers] @ self._joint.T).astype(float)
        chance = self._counts[seekers][:, None] * self._counts[None, :]
        return ratio(observed, observed + chance)

    def parts(self, seeker: int, partner: int) -> list[Part]:
        """Every joint item, all with the same share."""
        held = self.features.held
        joint = np.flatnonzero(held[seeker] & held[partner])
        if not len(joint):
            return []
        share = float(self.values(np.array([seeker]))[0, partner]) / len(joint)
        return by_share([_same(self.features, seeker, partner, item, share) for item in joint.tolist()])


class Feasibility:
    """How much is open to both: the information content S of their shared options, brought to 0..1 as S / (1 + S).

    It does not count against anyone to have further options of their own, nor for anyone to have only the common one.
    """

    def __init__(self, features: Features) -> None:
        self.facet, self.features = features.facet, features
        self.information = information(features.held, features.population)

    @cached_property
    def _weighted(self) -> Floats:
        weighted: Floats = self.features.held * self.information
        return weighted

    def values(self, seekers: Integers) -> Floats:
        """S / (1 + S) for the shared information S."""
        shared = self._weighted[seekers] @ self.features.held.T.astype(float)
        return ratio(shared, 1.0 + shared)

    def parts(self, seeker: int, partner: int) -> list[Part]:
        """Every shared option with its information content over 1 + S."""
        shared = np.flatnonzero(self.features.held[seeker] & self.features.held[partner])
        total = 1.0 + float(self.information[shared].sum())
        shares = (self.information[shared] / total).tolist()
        pairs = zip(shared.tolist(), shares, strict=True)
        return by_share([_same(self.features, seeker, partner, item, share) for item, share in pairs])


def _same(features: Features, seeker: int, partner: int, item: int, share: float) -> Part:
    has, seekers = features.borne_out(seeker, [item])
    offers, partners = features.borne_out(partner, [item])
    return Part(features.names[item], share, has, offers, seekers, partners)
