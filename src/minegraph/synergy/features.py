"""What is known of the regions in one facet: features, the regions that have them, and the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from minegraph.errors import SourceError
from minegraph.files import shown
from minegraph.store import Solutions, Source
from minegraph.synergy.answers import text
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
    def read(cls, source: Source, facet: Facet, territory: Territory, origin: Features | None = None) -> Features:
        """The answer of a facet's query, rolled up: a region has what the regions within it have.

        Rows that name a feature of the origin apply to all regions that have it.
        """
        answer = source.select(facet.query)
        columns, proofs = _roles(answer.variables, facet, origin)
        codes = _Codes()
        table = codes.table(answer)
        row, region = _rolled_up(table["region"], codes.names, territory)
        evidence = np.column_stack([table[name][row] for name in proofs])
        if origin:
            further, where, more = _derived(origin, table, codes)
            own = np.column_stack([*(table[name][further] for name in proofs), more])
            evidence = np.concatenate((_widened(evidence, own.shape[1]), own))
            row, region = np.concatenate((row, further)), np.concatenate((region, where))
        order = np.argsort(region, kind="stable")
        row, region = row[order], region[order]
        names, feature = _combined([table[name][row] for name in columns], codes.names)
        held = np.zeros((len(territory.regions), len(names)), dtype=bool)
        held[region, feature] = True
        return cls(
            facet, columns, names, tuple(codes.names), territory.population, held, region, feature, evidence[order]
        )

    @cached_property
    def index(self) -> dict[Feature, int]:
        """The position of every feature."""
        return {name: position for position, name in enumerate(self.names)}

    @cached_property
    def known(self) -> Truths:
        """The regions of which the facet says anything at all."""
        known: Truths = np.any(self.held, axis=1)
        return known

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


def _roles(names: Sequence[str], facet: Facet, origin: Features | None) -> tuple[tuple[str, ...], list[str]]:
    """Which variables make up the feature, and which are evidence."""
    proofs = [name for name in names if name.startswith("evidence")]
    known = {"region", *proofs, *(origin.columns if origin else ())}
    columns = tuple(name for name in names if name not in known)
    if not columns or not proofs or not (origin or "region" in names):
        raise SourceError(shown(facet.path), None, "the query must list ?region, a feature and ?evidence.")
    return columns, proofs


class _Codes:
    """A number for every IRI; -1 for an unbound variable."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {"": -1}

    def table(self, answer: Solutions) -> defaultdict[str, Integers]:
        """The columns of an answer as numbers; a variable it does not have is unbound in every row."""
        unbound = np.full(len(answer.rows), -1, dtype=np.int64)
        columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.variables)
        coded = {name: self.of(map(text, column)) for name, column in zip(answer.variables, columns, strict=True)}
        return defaultdict(lambda: unbound, coded)

    def of(self, names: Iterable[str]) -> Integers:
        """The numbers of these IRIs, new ones for those not seen before."""
        numbers = self._numbers
        codes = [numbers.setdefault(name, len(numbers) - 1) for name in names]
        self.names.extend(islice(numbers, len(self.names) + 1, None))
        return np.array(codes, dtype=np.int64)


def _derived(origin: Features, table: Mapping[str, Integers], codes: _Codes) -> tuple[Integers, Integers, Integers]:
    """For every region and feature of the origin that a row names: the row, the region, the origin's evidence."""
    named = zip(*(table[column].tolist() for column in origin.columns), strict=True)
    found = (origin.index.get(tuple(codes.names[code] if code >= 0 else "" for code in row), -1) for row in named)
    feature = np.fromiter(found, dtype=np.int64)
    rows = np.flatnonzero(feature >= 0)
    by_feature = np.argsort(origin.feature, kind="stable")
    starts = np.searchsorted(origin.feature[by_feature], np.arange(len(origin.names) + 1))
    row, at = _spread(rows, starts[feature[rows]], starts[feature[rows] + 1])
    fact = by_feature[at]
    return row, origin.region[fact], np.append(codes.of(origin.resources), -1)[origin.evidence[fact]]


def _spread(rows: Integers, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Each row repeated for every position from its start up to its end, and those positions."""
    counts = ends - starts
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(rows, counts), np.repeat(starts, counts) + np.arange(counts.sum()) - first


def _widened(evidence: Integers, columns: int) -> Integers:
    """The evidence with unbound columns added."""
    return np.pad(evidence, ((0, 0), (0, columns - evidence.shape[1])), constant_values=-1)


def _rolled_up(region: Integers, names: Sequence[str], territory: Territory) -> tuple[Integers, Integers]:
    """For every fact of a region and every compared region that holds it: the fact's row and that region's position."""
    stated, inverse = np.unique(region, return_inverse=True)
    holders = [territory.holders(names[code]) if code >= 0 else () for code in stated.tolist()]
    ends = np.cumsum([len(positions) for positions in holders], dtype=np.int64)
    starts = ends - np.diff(ends, prepend=0)
    flat = np.array([position for positions in holders for position in positions], dtype=np.int64)
    row, at = _spread(np.arange(len(region)), starts[inverse], ends[inverse])
    return row, flat[at]


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
