"""Synergies as a workbook: the ranking, every item of the scores, and what it was made by."""

from __future__ import annotations

from collections.abc import Iterator

from minegraph.pages import Link
from minegraph.spreadsheet import Content, Sheet
from minegraph.spreadsheet import workbook as sheets_to_bytes
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
    yield "profile", result.profile
    yield "method", result.method
    yield "needs that count", "those known to be absent" if result.certain else "all that are not documented as met"
    yield "possible partners", result.candidates
    for component, weight in result.weights.items():
        yield f"weight of {component}{' (changed)' if component in result.changed else ''}", weight
    for component, weight in result.changed.items():
        if component not in result.weights:
            yield f"weight of {component} (changed)", weight
    yield "best, worst", "the ranks of a partner when the weights of the profile change a little"
    yield "coverage", "the share of facets known of both regions: a low score with low coverage says little"
    yield (
        "unknown",
        "facets in which nothing is documented of one of the two: not documented is not absent",
    )
