"""What synergy mapping answers: partners with their scores, the parts of each score, and the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass


@dataclass(frozen=True)
class Region:
    """A region as a result names it; `country` is the ISO 3166-1 alpha-2 code."""

    iri: str
    label: str
    country: str | None


@dataclass(frozen=True)
class Evidence:
    """A resource that bears out an item, with one of its sources.

    `side` says whom it is about: the region, the partner, or the method (a link of the value chain).
    """

    iri: str
    source: str | None
    confidence: str | None
    side: str


@dataclass(frozen=True)
class Item:
    """One concept's share of a component.

    `concepts` are all IRIs of the concept where it is made of several (commodity and stage); `has` and `offers` say in
    words what region and partner do; `need` is "absent" or "not documented" for what the region lacks.
    """

    concept: str
    label: str
    contribution: float
    evidence: tuple[Evidence, ...]
    concepts: tuple[str, ...]
    has: tuple[str, ...]
    offers: tuple[str, ...]
    need: str | None


@dataclass(frozen=True)
class Component:
    """One part of a score: `contribution` = `weight` * `value` = the sum of the items' contributions.

    `p_value` (similarity only) is how often random sets of the same sizes have at least as much in common.
    """

    kind: str
    facet: str
    label: str
    value: float
    weight: float
    contribution: float
    p_value: float | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Unknown:
    """A facet in which nothing at all is known of these regions."""

    facet: str
    label: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class JointTie:
    """Something in which both regions already take part."""

    facet: str
    concept: str
    label: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Coverage:
    """How much is known: facets known of both regions out of all, and resources stated about each of the two."""

    share: float
    known: int
    facets: int
    region_statements: int
    partner_statements: int


@dataclass(frozen=True)
class Synergy:
    """What `region` has to gain from working with `partner`.

    `overlaps` are better partners in the same list that contain this one, lie in it, or share a part with it.
    """

    rank: int
    rank_range: tuple[int, int]
    region: Region
    partner: Region
    score: float
    coverage: Coverage
    components: tuple[Component, ...]
    unknown: tuple[Unknown, ...]
    ties: tuple[JointTie, ...]
    overlaps: tuple[str, ...]


COLUMNS = ("rank", "best", "worst", "partner", "country", "score", "coverage", "reasons", "unknown", "ties")
DETAIL_COLUMNS = (
    *(
        "rank",
        "region",
        "partner",
        "partner_label",
        "score",
        "kind",
        "facet",
        "value",
        "weight",
        "component_contribution",
    ),
    *("concept", "label", "contribution", "need", "evidence", "sources", "confidence"),
)
Value = str | int | float | None


@dataclass(frozen=True)
class SynergyResult:
    """The synergies of one region under one profile, best first.

    `weights` are those that were used, by component name; `changed` those among them that are not the profile's own.
    """

    region: Region
    profile: str
    weights: dict[str, float]
    changed: dict[str, float]
    method: str
    certain: bool
    candidates: int
    synergies: tuple[Synergy, ...]

    def to_dict(self) -> dict[str, object]:
        """The result in the documented JSON form; what does not apply is left out."""
        plain = _plain(self)
        assert isinstance(plain, dict)  # noqa: S101 (a dataclass becomes a dict)
        return plain

    def to_json(self) -> str:
        """The result as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """One row per partner, in the order of COLUMNS."""
        for synergy in self.synergies:
            yield (
                synergy.rank,
                *synergy.rank_range,
                synergy.partner.label,
                synergy.partner.country,
                synergy.score,
                synergy.coverage.share,
                "; ".join(reasons(synergy)),
                ", ".join(unknown.label for unknown in synergy.unknown),
                ", ".join(tie.label for tie in synergy.ties),
            )

    def details(self) -> Iterator[tuple[Value, ...]]:
        """One row per item, in the order of DETAIL_COLUMNS; several IRIs in one cell are separated by spaces."""
        for synergy in self.synergies:
            for component in synergy.components:
                for item in component.items:
                    yield _detail(synergy, component, item)


def reasons(synergy: Synergy, limit: int = 3) -> list[str]:
    """The items that add most to the score, in words, best first."""
    ranked = sorted(
        (-item.contribution, component.kind, _words(component, item))
        for component in synergy.components
        for item in component.items
        if item.contribution > 0
    )
    return list(dict.fromkeys(words for _, _, words in ranked))[:limit]


def _words(component: Component, item: Item) -> str:
    if component.kind == "complementarity":
        return f"offers {', '.join(item.offers)}" if item.offers else f"offers {item.label}"
    return f"both: {item.label}"


def _detail(synergy: Synergy, component: Component, item: Item) -> tuple[Value, ...]:
    confidences = {evidence.confidence for evidence in item.evidence if evidence.confidence}
    return (
        synergy.rank,
        synergy.region.iri,
        synergy.partner.iri,
        synergy.partner.label,
        synergy.score,
        component.kind,
        component.facet,
        component.value,
        component.weight,
        component.contribution,
        item.concept,
        item.label,
        item.contribution,
        item.need,
        " ".join(dict.fromkeys(evidence.iri for evidence in item.evidence)),
        " ".join(dict.fromkeys(evidence.source for evidence in item.evidence if evidence.source)),
        " ".join(sorted(confidences)),
    )


def _plain(value: object) -> object:
    """Dataclasses as dicts without what is None, tuples as lists."""
    if is_dataclass(value):
        return {name: _plain(content) for name, content in vars(value).items() if content is not None}
    return [_plain(content) for content in value] if isinstance(value, tuple) else value
