"""Which regions are better or worse partners: synergies gained and lost, other scores, and moves in the rankings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pyoxigraph as ox

from minegraph.comparison.names import names_of
from minegraph.store import LocalStore
from minegraph.terms import MG, SYNERGIES, expand

SMALL_MOVE = 2

_NUMBER = "ISNUMERIC(?{name}) && DATATYPE(?{name}) = <{datatype}>"
_RANK, _SCORE, _CONTRIBUTION = (
    _NUMBER.format(name=name, datatype=expand(f"xsd:{datatype}"))
    for name, datatype in (("rank", "integer"), ("score", "decimal"), ("contribution", "decimal"))
)
_STANDINGS = f"""SELECT ?assessment ?region ?profile ?partner ?rank ?score WHERE {{ GRAPH <{SYNERGIES}> {{
  ?assessment <{MG}fromRegion> ?region ; <{MG}profile> ?profile ; <{MG}toRegion> ?partner ;
    <{MG}rank> ?rank ; <{MG}score> ?score
  FILTER(ISIRI(?assessment) && ISIRI(?region) && ISIRI(?profile) && ISIRI(?partner) && {_RANK} && {_SCORE}) }} }}"""
_CONTRIBUTIONS = f"""SELECT ?assessment ?component ?contribution WHERE {{ GRAPH <{SYNERGIES}> {{
  ?assessment <{MG}hasComponent> ?part . ?part <{MG}component> ?component ; <{MG}contribution> ?contribution
  FILTER(ISIRI(?assessment) && ISIRI(?component) && {_CONTRIBUTION}) }} }}"""

Pair = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner in the list of a region: its rank, its score, and what each component (IRI) contributes to it."""

    rank: int
    score: Decimal
    contributions: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class SynergyChange:
    """One partner of a region under a profile (IRIs), as it stood and as it stands, None where it is not listed."""

    region: str
    profile: str
    partner: str
    old: Standing | None
    new: Standing | None

    @property
    def before(self) -> int | None:
        """The rank before."""
        return self.old.rank if self.old else None

    @property
    def after(self) -> int | None:
        """The rank after."""
        return self.new.rank if self.new else None

    @property
    def gain(self) -> Decimal:
        """How much the score rises; what is not listed counts as nothing."""
        return (self.new.score if self.new else Decimal()) - (self.old.score if self.old else Decimal())

    @property
    def moved(self) -> tuple[str, Decimal] | None:
        """The component (IRI) whose contribution changes most, and by how much; None where it is listed but once."""
        if self.old is None or self.new is None:
            return None
        names = sorted(self.old.contributions.keys() | self.new.contributions.keys())
        before, after = self.old.contributions, self.new.contributions
        moves = ((name, after.get(name, Decimal()) - before.get(name, Decimal())) for name in names)
        return max(moves, key=lambda move: abs(move[1]), default=None)


@dataclass(frozen=True, slots=True)
class SynergyChanges:
    """The synergies that are gained, lost, or have another rank or score, the biggest moves in rank first.

    The graph lists the best partners of every region only: `listed` says how many, before and after. `labels` names
    every region, profile and component that occurs.
    """

    changes: tuple[SynergyChange, ...]
    listed: tuple[int, int]
    labels: Mapping[str, str]

    @property
    def by_ranking(self) -> dict[tuple[str, str], tuple[SynergyChange, ...]]:
        """(region, profile) -> its changes; the ranking with the biggest move first."""
        found: dict[tuple[str, str], list[SynergyChange]] = {}
        for change in self.changes:
            found.setdefault((change.region, change.profile), []).append(change)
        return {ranking: tuple(changes) for ranking, changes in found.items()}

    @property
    def gained(self) -> tuple[SynergyChange, ...]:
        """The pairs that are listed only after, the best first."""
        found = (change for change in self.changes if change.old is None)
        return tuple(sorted(found, key=lambda change: -change.gain))

    @property
    def lost(self) -> tuple[SynergyChange, ...]:
        """The pairs that were listed only before, the best first."""
        found = (change for change in self.changes if change.new is None)
        return tuple(sorted(found, key=lambda change: change.gain))

    @property
    def moved(self) -> tuple[SynergyChange, ...]:
        """The pairs that are listed before and after, with the biggest changes of their scores first."""
        found = (change for change in self.changes if change.old and change.new)
        return tuple(sorted(found, key=lambda change: -abs(change.gain)))

    def that_matter(self) -> SynergyChanges:
        """Those that are gained, lost, or move by more than two places."""
        return replace(self, changes=tuple(change for change in self.changes if _matters(change)))


def synergy_changes(before: LocalStore, after: LocalStore) -> SynergyChanges:
    """The assessments of two graphs compared; what has no rank or score as minegraph computes them is none."""
    old, new = _standings(before), _standings(after)
    listed = _most(old), _most(new)
    pairs = (pair for pair in sorted(old.keys() | new.keys()) if old.get(pair) != new.get(pair))
    changes = [SynergyChange(*pair, old.get(pair), new.get(pair)) for pair in pairs]
    ordered = tuple(sorted(changes, key=lambda change: -_size(change, max(listed))))
    return SynergyChanges(ordered, listed, names_of(before, after, _iris(ordered)))


def _standings(store: LocalStore) -> dict[Pair, Standing]:
    contributions: dict[str, dict[str, Decimal]] = {}
    for assessment, component, contribution in _bound(store, _CONTRIBUTIONS):
        contributions.setdefault(assessment, {})[component] = Decimal(contribution)
    return {
        (region, profile, partner): Standing(int(rank), Decimal(score), contributions.get(assessment, {}))
        for assessment, region, profile, partner, rank, score in _bound(store, _STANDINGS)
    }


def _bound(store: LocalStore, query: str) -> Iterator[list[str]]:
    """The rows of a query as text."""
    for row in store.select(query).rows:
        yield [term.value for term in row if isinstance(term, ox.NamedNode | ox.Literal)]


def _most(standings: Mapping[Pair, Standing]) -> int:
    return max((one.rank for one in standings.values()), default=0)


def _matters(change: SynergyChange) -> bool:
    if change.before is None or change.after is None:
        return True
    return abs(change.before - change.after) > SMALL_MOVE


def _size(change: SynergyChange, listed: int) -> int:
    """How many places it moves; what is not listed counts as next to the last."""
    return abs((change.before or listed + 1) - (change.after or listed + 1))


def _iris(changes: Iterable[SynergyChange]) -> set[str]:
    pairs = {iri for change in changes for iri in (change.region, change.profile, change.partner)}
    return pairs | {change.moved[0] for change in changes if change.moved}
