"""What is known of the regions in one facet: features, the regions that have them, and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from minegraph.errors import SourceError
from minegraph.files import shown
from minegraph.store import Source, Term
from minegraph.synergy.facets import Facet
from minegraph.synergy.territory import Territory

Feature = tuple[str, ...]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Features:
    """One facet's facts: `region[i]` has `feature[i]`, as `evidence[i]` bears out; sorted by region."""

    facet: Facet
    columns: tuple[str, ...]
    names: tuple[Feature, ...]
    resources: tuple[str, ...]
    population: int
    held: Truths
    region: Integers
    feature: Integers
    evidence: Integers
    proofs: dict[int, dict[int, set[str]]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, source: Source, facet: Facet, territory: Territory) -> Features:
        """The answer of a facet's query, rolled up: a region has what the regions within it have."""
        answer = source.select(facet.query)
        columns = tuple(name for name in answer.variables if name != "region" and not name.startswith("evidence"))
        proofs = [name for name in answer.variables if name.startswith("evidence")]
        if "region" not in answer.variables or not columns or not proofs:
            raise SourceError(shown(facet.path), None, "the query must list ?region, a feature and ?evidence.")
        codes = _Codes()
        coded = dict(zip(answer.variables, map(codes.of, zip(*answer.rows, strict=True)), strict=False))
        table = {name: coded.get(name, np.empty(0, dtype=np.int64)) for name in answer.variables}
        row, region = _rolled_up(table["region"], codes.names, territory)
        order = np.argsort(region, kind="stable")
        row, region = row[order], region[order]
        names, feature = _combined([table[name][row] for name in columns], codes.names)
        held = np.zeros((len(territory.regions), len(names)), dtype=bool)
        held[region, feature] = True
        evidence = np.stack([table[name][row] for name in proofs], axis=1)
        return cls(facet, columns, names, tuple(codes.names), territory.population, held, region, feature, evidence)

    @cached_property
    def index(self) -> dict[Feature, int]:
        """The position of every feature."""
        return {name: position for position, name in enumerate(self.names)}

    @cached_property
    def known(self) -> Truths:
        """The regions of which the facet says anything at all."""
        return self.held.any(axis=1)

    def borne_out(self, region: int, wanted: Iterable[int]) -> tuple[tuple[Feature, ...], tuple[str, ...]]:
        """Which of the wanted features a region has, and the evidence for them, both in the order of their IRIs."""
        proofs = self._proofs(region)
        found = sorted(feature for feature in wanted if feature in proofs)
        return tuple(self.names[feature] for feature in found), tuple(
            sorted(set().union(*(proofs[feature] for feature in found)))
        )

    def statements(self, region: int) -> set[str]:
        """All evidence on a region."""
        return set().union(*self._proofs(region).values())

    def _proofs(self, region: int) -> dict[int, set[str]]:
        """The evidence for each feature of a region."""
        if region not in self.proofs:
            first, last = np.searchsorted(self.region, (region, region + 1))
            found: dict[int, set[str]] = {}
            for feature, codes in zip(
                self.feature[first:last].tolist(), self.evidence[first:last].tolist(), strict=True
            ):
                found.setdefault(feature, set()).update(self.resources[code] for code in codes if code >= 0)
            self.proofs[region] = found
        return self.proofs[region]


class _Codes:
    """A number for every IRI; -1 for an unbound variable."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, column: Iterable[Term | None]) -> Integers:
        numbers, names = self._numbers, self.names
        codes = []
        for term in column:
            if term is None:
                codes.append(-1)
                continue
            name = str(term.value)
            code = numbers.get(name)
            if code is None:
                code = numbers[name] = len(names)
                names.append(name)
            codes.append(code)
        return np.array(codes, dtype=np.int64)


def _rolled_up(region: Integers, names: Sequence[str], territory: Territory) -> tuple[Integers, Integers]:
    """For every fact of a region and every compared region that holds it: the fact's row and that region's position."""
    stated, inverse = np.unique(region, return_inverse=True)
    holders = [territory.holders(names[code]) if code >= 0 else () for code in stated.tolist()]
    counts = np.array([len(positions) for positions in holders], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))[:-1]
    flat = np.array([position for positions in holders for position in positions], dtype=np.int64)
    repeats = counts[inverse]
    row = np.repeat(np.arange(len(region)), repeats)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return row, flat[starts[inverse][row] + offset]


def _combined(columns: Sequence[Integers], names: Sequence[str]) -> tuple[tuple[Feature, ...], Integers]:
    """The distinct features, in the order of their IRIs, and the position of each row's feature among them."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        key = key * (len(names) + 1) + column + 1
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    distinct = zip(*(column[first].tolist() for column in columns), strict=True)
    features = [tuple(names[code] if code >= 0 else "" for code in codes) for codes in distinct]
    order = sorted(range(len(features)), key=features.__getitem__)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return tuple(features[position] for position in order), place[inverse]
