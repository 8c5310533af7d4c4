"""What calls for what: the rows of a complementarity facet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minegraph.errors import SourceError
from minegraph.files import shown
from minegraph.store import Solutions, Source
from minegraph.synergy.answers import text
from minegraph.synergy.facets import Facet
from minegraph.synergy.features import Feature, Features


@dataclass(frozen=True)
class Relation:
    """Whoever has one feature needs something that another feature offers."""

    has: Feature
    need: Feature
    offer: Feature
    weight: float
    evidence: tuple[str, ...]


def read_relations(
    source: Source, facet: Facet, joined: Facet | None, has: Features, offers: Features
) -> list[Relation]:
    """The relations of a facet whose features some region has and some region offers, in the order of their IRIs."""
    possible = _Possible(has, offers)
    rows = possible.rows(source.select(facet.query))
    if joined is not None:
        rows = list(_natural_join(possible.rows(source.select(joined.query)), rows))
    try:
        found = [_relation(row, has, offers) for row in rows]
    except KeyError as error:
        raise SourceError(shown(facet.path), None, f"the query must list ?{error.args[0]}.") from error
    usable = {relation for relation in found if relation.has in has.index and relation.offer in offers.index}
    return sorted(usable, key=lambda relation: (relation.has, relation.need, relation.offer, relation.evidence))


class _Possible:
    """Which values `?has…` and `?offer…` can take, given what the regions have and offer."""

    def __init__(self, has: Features, offers: Features) -> None:
        self._allowed = {
            f"{prefix}{column.capitalize()}": {name[position] for name in features.names}
            for prefix, features in (("has", has), ("offer", offers))
            for position, column in enumerate(features.columns)
        }

    def rows(self, answer: Solutions) -> list[dict[str, str]]:
        """The solutions that do not name a feature nobody has, as variable -> value."""
        limits = [self._allowed.get(name) for name in answer.variables]
        rows = ([text(term) for term in row] for row in answer.rows)
        return [
            {name: value for name, value in zip(answer.variables, row, strict=True) if value}
            for row in rows
            if all(limit is None or value in limit for value, limit in zip(row, limits, strict=True))
        ]


def _natural_join(left: list[dict[str, str]], right: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """All pairs of rows that agree in the variables they share."""
    shared = sorted(set().union(*left[:1]) & set().union(*right[:1]))
    by_key: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in right:
        by_key.setdefault(tuple(row[name] for name in shared), []).append(row)
    for row in left:
        for other in by_key.get(tuple(row[name] for name in shared), ()):
            yield row | other


def _relation(row: dict[str, str], has: Features, offers: Features) -> Relation:
    return Relation(
        tuple(row[f"has{column.capitalize()}"] for column in has.columns),
        tuple(value for name, value in row.items() if name.startswith("need")),
        tuple(row[f"offer{column.capitalize()}"] for column in offers.columns),
        float(row["weight"]),
        tuple(sorted(value for name, value in row.items() if name.startswith("evidence"))),
    )
