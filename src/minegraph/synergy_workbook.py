"""Synergies as a workbook: the ranking, every item of the scores, and what it was made by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from minegraph.pages import Link
from minegraph.spreadsheet import Content, Sheet
from minegraph.spreadsheet import workbook as sheets_to_bytes
from minegraph.synergy.matrix import COLUMNS as PAIRS
from minegraph.synergy.matrix import Matrix
from minegraph.synergy.result import COLUMNS, DETAIL_COLUMNS, Synergy, SynergyResult
from minegraph.synergy_page import name

RANKING = ("region", *COLUMNS)
_ADDRESSES = frozenset({"region", "partner", "concept"})


def workbook(result: SynergyResult) -> bytes:
    """The workbook; text that a spreadsheet would run stays text."""
    return sheets_to_bytes(
        [
            Sheet("Ranking", RANKING, _ranking(result)),
            Sheet("Items", DETAIL_COLUMNS, _items(result)),
            Sheet("About", ("what", "value"), _about(result)),
        ],
        f"Synergies of {name(result.region)}",
    )


def matrix_workbook(matrix: Matrix) -> bytes:
    """The workbook of all regions against all others."""
    profile = matrix.profile
    return sheets_to_bytes(
        [
            Sheet("Matrix", ("region", *map(name, matrix.regions)), _matrix(matrix)),
            Sheet("Pairs", PAIRS, matrix.rows()),
            Sheet("About", ("what", "value"), _weighing(profile.name, profile.weights, profile.changed)),
        ],
        "Synergies of all mining regions",
    )


def _matrix(matrix: Matrix) -> Iterator[tuple[Content, ...]]:
    for region, scores in zip(matrix.regions, matrix.scores.tolist(), strict=True):
        yield Link(name(region), region.iri), *(None if isnan(score) else score for score in scores)


def _ranking(result: SynergyResult) -> Iterator[tuple[Content, ...]]:
    """One row per partner; its name leads to what the graph says of it."""
    for synergy, row in zip(result.synergies, result.rows(), strict=True):
        cells = dict(zip(COLUMNS, row, strict=True))
        yield (synergy.region.label, *({**cells, "partner": _linked(synergy)}[column] for column in COLUMNS))


def _linked(synergy: Synergy) -> Link:
    return Link(synergy.partner.label, synergy.partner.iri)


def _items(result: SynergyResult) -> Iterator[tuple[Content, ...]]:
    for row in result.details():
        cells = zip(DETAIL_COLUMNS, row, strict=True)
        yield tuple(Link(str(cell), str(cell)) if column in _ADDRESSES else cell for column, cell in cells)


def _about(result: SynergyResult) -> Iterator[tuple[Content, ...]]:
    yield "region", Link(name(result.region), result.region.iri)
    yield "method", result.method
    yield "needs that count", "those known to be absent" if result.certain else "all that are not documented as met"
    yield "possible partners", result.candidates
    yield from _weighing(result.profile, result.weights, result.changed)
    yield "best, worst", "the ranks of a partner when the weights of the profile change a little"
    yield "coverage", "the share of facets known of both regions: a low score with low coverage says little"
    yield (
        "unknown",
        "facets in which nothing is documented of one of the two: not documented is not absent",
    )


def _weighing(
    profile: str, weights: Mapping[str, float], changed: Mapping[str, float]
) -> Iterator[tuple[Content, ...]]:
    """The profile with all its weights, those first that are left out."""
    yield "profile", profile
    for component, weight in sorted({**changed, **weights}.items()):
        yield f"weight of {component}{' (changed)' if component in changed else ''}", weight
