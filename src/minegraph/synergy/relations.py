"""What calls for what: the rows of a complementarity facet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minegraph.errors import SourceError
from minegraph.files import shown
from minegraph.store import Solutions, Source
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
    rows = _rows(source.select(facet.query))
    if joined is not None:
        rows = _natural_join(_rows(source.select(joined.query)), rows)
    try:
        found = {_relation(row, has, offers) for row in rows}
    except KeyError as error:
        raise SourceError(shown(facet.path), None, f"the query must list ?{error.args[0]}.") from error
    usable = (relation for relation in found if relation.has in has.index and relation.offer in offers.index)
    return sorted(usable, key=lambda relation: (relation.has, relation.need, relation.offer, relation.evidence))


def _rows(answer: Solutions) -> list[dict[str, str]]:
    return [
        {name: str(term.value) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
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
