"""Which regions would be better or worse partners: synergies gained and lost, and moves in the rankings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.store import LocalStore
from minegraph.submission.prospect import Prospect
from minegraph.terms import MG, SYNERGIES

SMALL_MOVE = 2
_RANKS = f"""SELECT ?region ?profile ?partner ?rank WHERE {{ GRAPH <{SYNERGIES}> {{
  ?assessment <{MG}fromRegion> ?region ; <{MG}profile> ?profile ; <{MG}toRegion> ?partner ; <{MG}rank> ?rank }} }}"""

Ranks = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class SynergyChange:
    """One partner of a region under a profile (IRIs) with its rank before and after, None where it is not listed."""

    region: str
    profile: str
    partner: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class SynergyChanges:
    """The synergies that are gained, lost, or move by more than two places, the biggest moves first.

    The graph lists the best partners of every region only: `listed` says how many, before and after.
    """

    changes: tuple[SynergyChange, ...]
    listed: tuple[int, int]
    labels: Mapping[str, str]

    @property
    def by_ranking(self) -> dict[tuple[str, str], tuple[SynergyChange, ...]]:
        """(region, profile) -> its changes; the ranking with the biggest move first."""
        found: dict[tuple[str, str], tuple[SynergyChange, ...]] = {}
        for change in self.changes:
            ranking = change.region, change.profile
            found[ranking] = (*found.get(ranking, ()), change)
        return found


def synergy_changes(prospect: Prospect) -> SynergyChanges:
    """The assessments of both graphs compared."""
    before, after = _ranks(prospect.before), _ranks(prospect.after)
    listed = max(before.values(), default=0), max(after.values(), default=0)
    pairs = sorted(before.keys() | after.keys())
    changes = (SynergyChange(*pair, before.get(pair), after.get(pair)) for pair in pairs)
    big = [change for change in changes if _matters(change)]
    ordered = tuple(sorted(big, key=lambda change: -_size(change, max(listed))))
    return SynergyChanges(ordered, listed, prospect.labels_of(_iris(ordered)))


def _ranks(store: LocalStore) -> Ranks:
    found: Ranks = {}
    for region, profile, partner, rank in store.select(_RANKS).rows:
        iris = [term.value for term in (region, profile, partner) if isinstance(term, ox.NamedNode)]
        if isinstance(rank, ox.Literal):
            found[iris[0], iris[1], iris[2]] = int(rank.value)
    return found


def _matters(change: SynergyChange) -> bool:
    if change.before is None or change.after is None:
        return True
    return abs(change.before - change.after) > SMALL_MOVE


def _size(change: SynergyChange, listed: int) -> int:
    """How many places it moves; what is not listed counts as next to the last."""
    return abs((change.before or listed + 1) - (change.after or listed + 1))


def _iris(changes: Iterable[SynergyChange]) -> set[str]:
    return {iri for change in changes for iri in (change.region, change.profile, change.partner)}
