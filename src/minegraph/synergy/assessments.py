"""Synergies as linked data: one assessment per region, profile and good partner, for the graph of synergies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import fsum

import pyoxigraph as ox

from minegraph.store import Source
from minegraph.synergy.answers import local_name
from minegraph.synergy.explanation import Pair, Place, is_iri, take_apart
from minegraph.synergy.facets import Facet, read_facets
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.mapping import METHOD, partner_places
from minegraph.synergy.measures import Measure, Part
from minegraph.synergy.profiles import Profile
from minegraph.terms import ID, MG, PREFIXES, SYNERGIES

MOST_PARTNERS = 5
MOST_ASSESSMENTS = 1500
DECIMALS = 12

Value = ox.NamedNode | ox.Literal
_GRAPH = ox.NamedNode(SYNERGIES)
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_DECIMAL = ox.NamedNode(f"{PREFIXES['xsd']}decimal")


def assess(source: Source, facets: Sequence[Facet] | None = None) -> list[ox.Quad]:
    """The assessments of every mining region's best partners under every profile, as quads of the graph of synergies.

    How many partners is a matter of size: five, or as many as give 1,500 assessments in all, but at least one. For the
    shipped regions and profiles that makes fewer than 100,000 triples. Numbers are rounded to twelve decimals.
    Components without a value are left out. The same source gives the same quads in the same order.
    """
    landscape = Landscape.read(source, read_facets() if facets is None else facets)
    regions = range(landscape.territory.population)
    partners = MOST_ASSESSMENTS // max(len(regions) * len(landscape.profiles), 1)
    partners = min(max(partners, 1), MOST_PARTNERS)
    return [
        quad
        for profile in landscape.profiles.values()
        for place in partner_places(landscape, profile, regions, partners)
        for quad in _assessment(landscape, profile, place)
    ]


def _assessment(landscape: Landscape, profile: Profile, place: Place) -> Iterator[ox.Quad]:
    regions = landscape.territory.regions
    seeker, partner = regions[place.seeker], regions[place.partner]
    iri = f"{ID}synergy/{profile.name}/{local_name(seeker)}--{local_name(partner)}"
    pair = take_apart(landscape, profile, place)
    seen, known = landscape.known(place.seeker), landscape.known(place.partner)
    both = [name for name in seen if seen[name] and known[name]]
    yield _quad(iri, _TYPE, ox.NamedNode(f"{MG}SynergyAssessment"))
    yield _quad(iri, "fromRegion", ox.NamedNode(seeker))
    yield _quad(iri, "toRegion", ox.NamedNode(partner))
    yield _quad(iri, "profile", ox.NamedNode(profile.iri))
    yield _quad(iri, "method", ox.Literal(METHOD))
    for name, place_number in zip(("rank", "rankLow", "rankHigh"), (place.rank, *place.rank_range), strict=True):
        yield _quad(iri, name, ox.Literal(place_number))
    yield _quad(iri, "score", _decimal(_score(pair)))
    yield _quad(iri, "coverage", _decimal(len(both) / len(seen)))
    for name in sorted(set(seen) - set(both)):
        yield _quad(iri, "unknownFacet", ox.NamedNode(f"{ID}facet/{name}"))
    for measure, weight, parts in pair.components:
        if parts:
            yield from _component(iri, measure, weight, parts)


def _component(assessment: str, measure: Measure, weight: float, parts: Sequence[Part]) -> Iterator[ox.Quad]:
    iri = f"{assessment}/{measure.facet.component}"
    yield _quad(assessment, "hasComponent", ox.NamedNode(iri))
    yield _quad(iri, _TYPE, ox.NamedNode(f"{MG}SynergyComponent"))
    yield _quad(iri, "component", ox.NamedNode(f"{ID}component/{measure.facet.component}"))
    yield _quad(iri, "value", _decimal(fsum(part.share for part in parts)))
    yield _quad(iri, "weight", _decimal(weight))
    yield _quad(iri, "contribution", _decimal(fsum(weight * part.share for part in parts)))
    if measure.facet.kind == "complementarity":
        certain = fsum(weight * part.share for part in parts if part.need == "absent")
        yield _quad(iri, "certainContribution", _decimal(certain))
    for concept in sorted({concept for part in parts for concept in part.concept if is_iri(concept)}):
        yield _quad(iri, "concept", ox.NamedNode(concept))
    for resource in sorted({resource for part in parts for resource in (*part.seeker, *part.partner, *part.method)}):
        yield _quad(iri, "evidence", ox.NamedNode(resource))


def _score(pair: Pair) -> float:
    return fsum(weight * part.share for _, weight, parts in pair.components for part in parts)


def _quad(subject: str, predicate: str | ox.NamedNode, value: Value) -> ox.Quad:
    named = ox.NamedNode(f"{MG}{predicate}") if isinstance(predicate, str) else predicate
    return ox.Quad(ox.NamedNode(subject), named, value, _GRAPH)


def _decimal(number: float) -> ox.Literal:
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-DECIMALS)).normalize()
    return ox.Literal(f"{rounded:f}", datatype=_DECIMAL)
