"""One synergy as linked data: what the graph of synergies holds of a pair, and what any answer can be written as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import fsum

import pyoxigraph as ox

from minegraph.synergy.answers import local_name
from minegraph.synergy.result import Component, Synergy, SynergyResult
from minegraph.terms import ID, MG, PREFIXES

DECIMALS = 12

Value = ox.NamedNode | ox.Literal
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_DERIVED = ox.NamedNode(f"{PREFIXES['prov']}wasDerivedFrom")
_DECIMAL = ox.NamedNode(f"{PREFIXES['xsd']}decimal")


@dataclass(frozen=True)
class AssessedPart:
    """One component of a score, with all that it rests on; `certain` only where needs are met."""

    component: str
    value: float
    weight: float
    contribution: float
    certain: float | None
    concepts: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """What `region` has to gain from `partner` under a profile (its name, with what is changed in it)."""

    region: str
    partner: str
    profile: str
    method: str
    rank: int
    rank_range: tuple[int, int]
    score: float
    coverage: float
    unknown: tuple[str, ...]
    parts: tuple[AssessedPart, ...]

    @property
    def iri(self) -> str:
        """The name of the assessment: by profile and pair."""
        return f"{ID}synergy/{self.profile}/{local_name(self.region)}--{local_name(self.partner)}"

    def triples(self) -> Iterator[ox.Triple]:
        """The assessment and its components, numbers rounded to twelve decimals."""
        yield _triple(self.iri, _TYPE, _term("SynergyAssessment"))
        yield _triple(self.iri, "fromRegion", ox.NamedNode(self.region))
        yield _triple(self.iri, "toRegion", ox.NamedNode(self.partner))
        yield _triple(self.iri, "profile", ox.NamedNode(f"{ID}profile/{self.profile}"))
        yield _triple(self.iri, "method", ox.Literal(self.method))
        for name, rank in zip(("rank", "rankLow", "rankHigh"), (self.rank, *self.rank_range), strict=True):
            yield _triple(self.iri, name, ox.Literal(rank))
        yield _triple(self.iri, "score", _decimal(self.score))
        yield _triple(self.iri, "coverage", _decimal(self.coverage))
        for facet in sorted(self.unknown):
            yield _triple(self.iri, "unknownFacet", ox.NamedNode(f"{ID}facet/{facet}"))
        for part in self.parts:
            yield from self._component(part)

    def _component(self, part: AssessedPart) -> Iterator[ox.Triple]:
        iri = f"{self.iri}/{part.component}"
        yield _triple(self.iri, "hasComponent", ox.NamedNode(iri))
        yield _triple(iri, _TYPE, _term("SynergyComponent"))
        yield _triple(iri, "component", ox.NamedNode(f"{ID}component/{part.component}"))
        numbers = {"value": part.value, "weight": part.weight, "contribution": part.contribution}
        for name, number in numbers.items():
            yield _triple(iri, name, _decimal(number))
        if part.certain is not None:
            yield _triple(iri, "certainContribution", _decimal(part.certain))
        for name, found in (("concept", part.concepts), ("evidence", part.evidence)):
            yield from (_triple(iri, name, ox.NamedNode(one)) for one in sorted(set(found)))


def assessments_of(result: SynergyResult) -> tuple[Assessment, ...]:
    """The synergies of an answer as assessments: those in the graph are equal to these."""
    profile = variant(result.profile, result.changed, certain=result.certain)
    method = method_name(result.method, certain=result.certain)
    return tuple(_assessed(synergy, profile, method) for synergy in result.synergies)


def result_triples(result: SynergyResult) -> Iterator[ox.Triple]:
    """An answer as the graph of synergies would hold it; a profile with own weights is said to be derived."""
    if result.changed:
        yield from own_profile(result.profile, result.weights, result.changed, certain=result.certain)
    for assessment in assessments_of(result):
        yield from assessment.triples()


def variant(profile: str, changed: Mapping[str, float], *, certain: bool = False) -> str:
    """The name of a profile with what is changed in it.

    >>> variant("learning", {"projects-tie": -0.1}, certain=True)
    'learning+projects-tie=-0.1+certain'
    """
    own = (f"{component}={weight!r}" for component, weight in changed.items())
    return "+".join((profile, *own, *(["certain"] if certain else [])))


def method_name(method: str, *, certain: bool) -> str:
    """The name of the method; with `certain` it is another one."""
    return f"{method}-certain" if certain else method


def _assessed(synergy: Synergy, profile: str, method: str) -> Assessment:
    return Assessment(
        synergy.region.iri,
        synergy.partner.iri,
        profile,
        method,
        synergy.rank,
        synergy.rank_range,
        synergy.score,
        synergy.coverage.known / max(synergy.coverage.facets, 1),
        tuple(unknown.facet for unknown in synergy.unknown),
        tuple(_assessed_part(component) for component in synergy.components if component.items),
    )


def _assessed_part(component: Component) -> AssessedPart:
    items = component.items
    certain = fsum(item.contribution for item in items if item.need == "absent")
    return AssessedPart(
        f"{component.facet}-{component.kind}",
        component.value,
        component.weight,
        component.contribution,
        certain if component.kind == "complementarity" else None,
        tuple(concept for item in items for concept in item.concepts),
        tuple(evidence.iri for item in items for evidence in item.evidence),
    )


def own_profile(
    profile: str, weights: Mapping[str, float], changed: Mapping[str, float], *, certain: bool = False
) -> Iterator[ox.Triple]:
    """A profile in which weights are changed, with all its weights, and what it is derived from."""
    name = variant(profile, changed, certain=certain)
    iri = f"{ID}profile/{name}"
    yield _triple(iri, _TYPE, _term("SynergyProfile"))
    yield _triple(iri, _DERIVED, ox.NamedNode(f"{ID}profile/{profile}"))
    for component, weight in weights.items():
        share = f"{ID}profile-weight/{name}--{component}"
        yield _triple(iri, "hasWeight", ox.NamedNode(share))
        yield _triple(share, _TYPE, _term("ProfileWeight"))
        yield _triple(share, "component", ox.NamedNode(f"{ID}component/{component}"))
        yield _triple(share, "weight", _decimal(weight))


def _triple(subject: str, predicate: str | ox.NamedNode, value: Value) -> ox.Triple:
    named = _term(predicate) if isinstance(predicate, str) else predicate
    return ox.Triple(ox.NamedNode(subject), named, value)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{MG}{name}")


def _decimal(number: float) -> ox.Literal:
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-DECIMALS)).normalize()
    return ox.Literal(f"{rounded:f}", datatype=_DECIMAL)
