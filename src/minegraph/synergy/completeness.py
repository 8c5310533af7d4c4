"""What is known to be absent: statements that a facet of a region is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minegraph.store import Source
from minegraph.synergy.answers import local_name, texts
from minegraph.synergy.concepts import Concepts
from minegraph.synergy.features import Feature, Features
from minegraph.synergy.territory import Territory

COMPLETE = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?statement ?region ?facet ?group ?stage WHERE {
  ?statement mg:completeRegion ?region ; mg:completeFacet ?facet .
  OPTIONAL { ?statement mg:completeCommodityGroup ?group }
  OPTIONAL { ?statement mg:completeStage ?stage }
}"""


@dataclass(frozen=True, order=True)
class Statement:
    """A facet of a region is fully known, within the commodity group and the stage where they are given."""

    iri: str
    region: str
    facet: str
    group: str = ""
    stage: str = ""


def read_statements(source: Source) -> tuple[Statement, ...]:
    """All completeness statements, in the order of their IRIs."""
    rows = texts(source, COMPLETE)
    return tuple(sorted(Statement(iri, region, local_name(facet), *limits) for iri, region, facet, *limits in rows))


class Completeness:
    """What the statements let one say of the needs of the compared regions."""

    def __init__(
        self,
        statements: tuple[Statement, ...],
        features: Mapping[str, Features],
        concepts: Concepts,
        territory: Territory,
    ) -> None:
        self._statements, self._features = statements, features
        self._concepts, self._territory = concepts, territory

    def proof(self, region: int, need: Feature, offers: list[Feature], offered: Features) -> str | None:
        """The statement by which a region certainly lacks what it needs, if there is one.

        Complete is the region or one that contains it; that one must have none of the offers either.
        """
        around = {self._territory.regions[whole] for whole in self._territory.holders(self._territory.regions[region])}
        for statement in self._statements:
            if statement.region in around and self._excludes(statement, need, offers, offered):
                return statement.iri
        return None

    def regions(self) -> list[int]:
        """The compared regions of which anything can be known to be absent."""
        complete = {self._territory.index[statement.region] for statement in self._statements}
        compared = enumerate(self._territory.regions)
        return [position for position, region in compared if complete.intersection(self._territory.holders(region))]

    def _excludes(self, statement: Statement, need: Feature, offers: list[Feature], offered: Features) -> bool:
        features = self._features.get(statement.facet)
        if features is None:
            return False
        if features is offered:
            return self._limits_allow(statement, need) and self._has_none(statement.region, offers, offered)
        single = [(concept,) for concept in need if (concept,) in features.index]
        return any(
            self._limits_allow(statement, concept) and self._has_none(statement.region, [concept], features)
            for concept in single
        )

    def _limits_allow(self, statement: Statement, need: Feature) -> bool:
        within_group = not statement.group or any(statement.group in self._concepts.closed(part) for part in need)
        return within_group and (not statement.stage or statement.stage in need)

    def _has_none(self, region: str, wanted: list[Feature], features: Features) -> bool:
        position = self._territory.index.get(region)
        if position is None:
            return False
        return not any(features.held[position, features.index[name]] for name in wanted)
