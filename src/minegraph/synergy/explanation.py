"""From scored pairs to results: parts become items with labels, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from minegraph.labels import labels_of
from minegraph.store import Source
from minegraph.synergy.answers import local_name, texts_about
from minegraph.synergy.features import Feature
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.measures import Measure, Part, Similarity
from minegraph.synergy.profiles import Profile
from minegraph.synergy.result import Component, Coverage, Evidence, Item, JointTie, Region, Synergy, Unknown

PRECISION = 4
DETAILS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?resource ?source ?confidence WHERE {{
  VALUES ?resource {{ {things} }}
  {{ ?resource dcterms:source ?source }} UNION {{ ?resource mg:confidence ?confidence }}
}}"""
COUNTRIES = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?region ?code WHERE {{
  VALUES ?region {{ {things} }}
  ?region mg:country/mg:isoCode ?code
}}"""


@dataclass(frozen=True)
class Place:
    """A pair whose synergy is explained, with the partner's place among the seeker's partners."""

    seeker: int
    partner: int
    rank: int
    rank_range: tuple[int, int]
    overlaps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A pair with the parts of its components and ties."""

    place: Place
    components: tuple[tuple[Measure, float, tuple[Part, ...]], ...]
    ties: tuple[tuple[Measure, tuple[Part, ...]], ...]

    def parts(self) -> Iterator[Part]:
        """All parts of all components and ties."""
        for _, _, parts in self.components:
            yield from parts
        for _, parts in self.ties:
            yield from parts


def take_apart(landscape: Landscape, profile: Profile, place: Place) -> Pair:
    """The parts of one pair's components and ties."""
    pair = place.seeker, place.partner
    components = tuple(
        (measure, weight, tuple(measure.parts(*pair))) for measure, weight in landscape.weighted(profile)
    )
    return Pair(place, components, tuple((tie, tuple(tie.parts(*pair))) for tie in landscape.ties))


def explain(source: Source, landscape: Landscape, profile: Profile, places: Iterable[Place]) -> list[Synergy]:
    """The synergies of these pairs in full."""
    pairs = [take_apart(landscape, profile, place) for place in places]
    indices = {index for pair in pairs for index in (pair.place.seeker, pair.place.partner)}
    regions = [landscape.territory.regions[index] for index in indices]
    explainer = Explainer(landscape, read_glossary(source, regions, [part for pair in pairs for part in pair.parts()]))
    return [explainer.synergy(pair) for pair in pairs]


@dataclass(frozen=True)
class Glossary:
    """Labels of all that is shown; country codes of regions; sources and confidence of evidence."""

    labels: dict[str, str]
    countries: dict[str, str]
    sources: dict[str, tuple[str | None, ...]]
    confidences: dict[str, str]

    def words(self, feature: Feature) -> str:
        """A feature in words: the labels of its concepts."""
        return " · ".join(self.labels.get(concept, concept) for concept in feature)

    def region(self, iri: str) -> Region:
        """A region with its name and country."""
        return Region(iri, self.labels[iri], self.countries.get(iri))

    def evidence(self, iris: Iterable[str], side: str) -> Iterator[Evidence]:
        """Each resource with each of its sources."""
        for iri in iris:
            for source in self.sources.get(iri, (None,)):
                yield Evidence(iri, source, self.confidences.get(iri), side)


def read_glossary(source: Source, regions: Sequence[str], parts: Sequence[Part]) -> Glossary:
    """What these regions and parts are called, and what bears them out."""
    features = {feature for part in parts for feature in (part.concept, *part.has, *part.offers)}
    concepts = {concept for feature in features for concept in feature if is_iri(concept)}
    evidence = {iri for part in parts for iri in (*part.seeker, *part.partner, *part.method)}
    sources: dict[str, list[str]] = {}
    confidences: dict[str, str] = {}
    for resource, found, confidence in texts_about(source, DETAILS, evidence):
        if found:
            sources.setdefault(resource, []).append(found)
        elif confidence:
            confidences[resource] = local_name(confidence)
    countries = {row[0]: row[1] for row in sorted(texts_about(source, COUNTRIES, set(regions)), reverse=True)}
    return Glossary(
        labels_of(source, concepts.union(regions)),
        countries,
        {resource: tuple(sorted(found)) for resource, found in sources.items()},
        confidences,
    )


def is_iri(concept: str) -> bool:
    """Whether a part of a feature is an IRI, not a word."""
    return ":" in concept


@dataclass(frozen=True)
class Explainer:
    """Puts the parts of pairs into words."""

    landscape: Landscape
    glossary: Glossary

    def synergy(self, pair: Pair) -> Synergy:
        """The explanation of one pair."""
        place = pair.place
        components = tuple(self._component(place, *component) for component in pair.components)
        regions = self.landscape.territory.regions
        return Synergy(
            place.rank,
            place.rank_range,
            self.glossary.region(regions[place.seeker]),
            self.glossary.region(regions[place.partner]),
            fsum(component.contribution for component in components),
            self._coverage(place),
            components,
            tuple(self._unknown(place)),
            tuple(self._tie(measure, part) for measure, parts in pair.ties for part in parts),
            tuple(regions[index] for index in place.overlaps),
        )

    def _component(self, place: Place, measure: Measure, weight: float, parts: tuple[Part, ...]) -> Component:
        items = tuple(self._item(part, weight) for part in parts)
        facet = measure.facet
        return Component(
            facet.kind,
            facet.name,
            facet.label,
            fsum(part.share for part in parts),
            weight,
            fsum(item.contribution for item in items),
            self._p_value(measure, place) if parts else None,
            items,
        )

    def _p_value(self, measure: Measure, place: Place) -> float | None:
        if not isinstance(measure, Similarity):
            return None
        return self.landscape.chances[measure.facet.name].p_value(place.seeker, place.partner)

    def _item(self, part: Part, weight: float) -> Item:
        words = self.glossary.words
        concepts = tuple(concept for concept in part.concept if is_iri(concept))
        return Item(
            concepts[0],
            words(part.concept),
            weight * part.share,
            self._evidence(part),
            concepts,
            tuple(map(words, part.has)),
            tuple(map(words, part.offers)),
            part.need,
        )

    def _evidence(self, part: Part) -> tuple[Evidence, ...]:
        found = self.glossary.evidence
        return (*found(part.seeker, "region"), *found(part.partner, "partner"), *found(part.method, "method"))

    def _tie(self, measure: Measure, part: Part) -> JointTie:
        label = self.glossary.words(part.concept)
        return JointTie(measure.facet.name, part.concept[0], label, self._evidence(part))

    def _unknown(self, place: Place) -> Iterator[Unknown]:
        """The facets in which nothing is known of the seeker or of the partner."""
        regions = self.landscape.territory.regions
        pair = place.seeker, place.partner
        for name, features in self.landscape.features.items():
            without = tuple(regions[index] for index in pair if not features.known[index])
            if without:
                yield Unknown(name, features.facet.label, without)

    def _coverage(self, place: Place) -> Coverage:
        seeker, partner = (self.landscape.known(index) for index in (place.seeker, place.partner))
        known = sum(seeker[name] and partner[name] for name in seeker)
        counts = (self.landscape.statements(index) for index in (place.seeker, place.partner))
        return Coverage(round(known / max(len(seeker), 1), PRECISION), known, len(seeker), *counts)
