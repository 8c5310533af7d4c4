"""The synergies that moved, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from minegraph.comparison.statement_blocks import Row, more, named
from minegraph.comparison.synergy_changes import Standing, SynergyChange, SynergyChanges
from minegraph.pages import Block, Cell, Heading, Page, Prose, Table, with_minus

MOST_PAIRS = 10
_LISTED = ("region", "partner", "profile", "score", "rank")


def synergies_sentence(synergies: SynergyChanges) -> str:
    """What becomes of the synergies, in a few words."""
    if not synergies.changes:
        return "no synergy moved"
    moved = sum(change.gain != 0 for change in synergies.moved)
    counts = {"new": len(synergies.gained), "gone": len(synergies.lost), "with another score": moved}
    found = ", ".join(f"{number:,} {words}" for words, number in counts.items() if number)
    return f"synergies: {found or 'only other ranks or reasons'}"


def synergies_blocks(synergies: SynergyChanges, everything: str) -> Iterator[Block]:
    """The pairs whose scores moved most, those that are new, and those that are gone."""
    yield Heading("Synergies")
    if not synergies.changes:
        yield Prose("No synergy is gained or lost, and none has another score.")
        return
    before, after = synergies.listed
    if before != after:
        yield Prose(f"Listed are the best {after} partners of every region, and before the best {before}.")
    else:
        yield Prose(f"Compared are the best {after} partners of every region under every profile.")
    moved = [one for one in synergies.moved if one.gain]
    yield from _pairs(
        "Scores that moved", [_move(synergies, one) for one in moved], (*_LISTED, "moved most"), everything
    )
    gained = [_listing(synergies, one, one.new) for one in synergies.gained]
    yield from _pairs("New among the best partners", gained, _LISTED, everything)
    lost = [_listing(synergies, one, one.old) for one in synergies.lost]
    yield from _pairs("No longer among the best partners", lost, _LISTED, everything)


def _pairs(title: str, rows: Sequence[Row], columns: tuple[str, ...], everything: str) -> Page:
    if not rows:
        return ()
    table = Table(columns, tuple(rows[:MOST_PAIRS]), wide=frozenset({0, 1}))
    return Heading(title, 3), table, *more(len(rows) - MOST_PAIRS, "pair", everything)


def _move(synergies: SynergyChanges, change: SynergyChange) -> Row:
    old, new = change.old, change.new
    scores = [_score(standing) for standing in (old, new) if standing]
    ranks = [str(standing.rank) for standing in (old, new) if standing]
    return *_names(synergies, change), _to(scores), _to(ranks), _component(synergies, change)


def _listing(synergies: SynergyChanges, change: SynergyChange, standing: Standing | None) -> Row:
    """A pair with the one standing that it has."""
    found = (_score(standing), str(standing.rank)) if standing else ("", "")
    return *_names(synergies, change), *found


def _names(synergies: SynergyChanges, change: SynergyChange) -> tuple[Cell, ...]:
    regions = (named(synergies.labels, iri) for iri in (change.region, change.partner))
    return *regions, synergies.labels[change.profile]


def _to(two: Sequence[str]) -> str:
    return " -> ".join(dict.fromkeys(two))


def _score(standing: Standing) -> str:
    return with_minus(f"{standing.score:.3f}")


def _component(synergies: SynergyChanges, change: SynergyChange) -> str:
    if change.moved is None or not change.moved[1].quantize(Decimal("0.001")):
        return ""
    component, by = change.moved
    return f"{synergies.labels[component]} {with_minus(f'{by:+.3f}')}"
