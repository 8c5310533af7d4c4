"""Synergies as linked data: one assessment per region, profile and good partner, for the graph of synergies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

import pyoxigraph as ox

from minegraph.store import Source
from minegraph.synergy.assessment import AssessedPart, Assessment, method_name, own_profile, variant
from minegraph.synergy.explanation import Pair, Place, is_iri, take_apart
from minegraph.synergy.facets import Facet, read_facets
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.mapping import METHOD, partner_places
from minegraph.synergy.measures import Measure, Part
from minegraph.synergy.profiles import Profile
from minegraph.terms import SYNERGIES

MOST_PARTNERS = 5
MOST_ASSESSMENTS = 1500

_GRAPH = ox.NamedNode(SYNERGIES)


def assess(source: Source, facets: Sequence[Facet] | None = None) -> list[ox.Quad]:
    """The assessments of every mining region's best partners under every profile, as quads of the graph of synergies.

    How many partners is a matter of size: five, or as many as give 1,500 assessments in all, but at least one. For the
    shipped regions and profiles that makes fewer than 100,000 triples. Numbers are rounded to twelve decimals.
    Components without a value are left out. The same source gives the same quads in the same order.
    """
    landscape = Landscape.read(source, read_facets() if facets is None else facets)
    partners = MOST_ASSESSMENTS // max(landscape.territory.population * len(landscape.profiles), 1)
    partners = min(max(partners, 1), MOST_PARTNERS)
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, _GRAPH)
        for profile in landscape.profiles.values()
        for assessment in best_partners(landscape, profile, partners)
        for triple in assessment.triples()
    ]


def best_partners(landscape: Landscape, profile: Profile, partners: int) -> Iterator[Assessment]:
    """The assessments of every mining region's best partners under one profile."""
    for place in partner_places(landscape, profile, range(landscape.territory.population), partners):
        yield _assessed(landscape, profile, place)


def best_triples(landscape: Landscape, profile: Profile, partners: int) -> Iterator[ox.Triple]:
    """The same as linked data; a profile with own weights is said to be derived."""
    if profile.changed:
        yield from own_profile(profile.name, profile.weights, profile.changed, certain=landscape.certain)
    for assessment in best_partners(landscape, profile, partners):
        yield from assessment.triples()


def _assessed(landscape: Landscape, profile: Profile, place: Place) -> Assessment:
    regions = landscape.territory.regions
    pair = take_apart(landscape, profile, place)
    seen, known = landscape.known(place.seeker), landscape.known(place.partner)
    both = {name for name in seen if seen[name] and known[name]}
    return Assessment(
        regions[place.seeker],
        regions[place.partner],
        variant(profile.name, profile.changed, certain=landscape.certain),
        method_name(METHOD, certain=landscape.certain),
        place.rank,
        place.rank_range,
        _score(pair),
        len(both) / max(len(seen), 1),
        tuple(name for name in seen if name not in both),
        tuple(_part(measure, weight, parts) for measure, weight, parts in pair.components if parts),
    )


def _part(measure: Measure, weight: float, parts: Sequence[Part]) -> AssessedPart:
    certain = fsum(weight * part.share for part in parts if part.need == "absent")
    return AssessedPart(
        measure.facet.component,
        fsum(part.share for part in parts),
        weight,
        fsum(weight * part.share for part in parts),
        certain if measure.facet.kind == "complementarity" else None,
        tuple(concept for part in parts for concept in part.concept if is_iri(concept)),
        tuple(resource for part in parts for resource in (*part.seeker, *part.partner, *part.method)),
    )


def _score(pair: Pair) -> float:
    return fsum(weight * part.share for _, weight, parts in pair.components for part in parts)
