"""What came of a release, for people."""

from __future__ import annotations

from collections.abc import Iterator

from minegraph.fairness.assessment import Assessment
from minegraph.fairness.criterion import PRINCIPLES, Outcome, Verdict
from minegraph.pages import Block, Cell, Fields, Heading, Link, Page, Prose, Table

MOST = 10
_WORDS = {
    Outcome.PASS: "met",
    Outcome.WARN: "could be met better",
    Outcome.FAIL: "FAILS",
    Outcome.UNTOLD: "needs a network",
}


def page(found: Assessment, *, everything: bool) -> Page:
    """The summary, then what is to be mended; with `everything`, also what is as it should be."""
    return tuple(_blocks(found, everything))


def _blocks(found: Assessment, everything: bool) -> Iterator[Block]:
    yield Heading(f"Is version {found.version} at {found.base} FAIR?", 1)
    yield Prose(found.summary)
    yield _scores(found)
    for verdict in found.verdicts:
        if verdict.outcome in (Outcome.FAIL, Outcome.WARN) or (everything and verdict.outcome is Outcome.PASS):
            yield Heading(_title(verdict))
            yield Fields(tuple(_fields(verdict)))
    untold = [one for one in found.verdicts if one.outcome is Outcome.UNTOLD]
    if untold:
        yield Heading("What only a network can tell")
        yield Table(
            ("criterion", "of", "to do by hand"),
            tuple((_named(one), one.looked_at, one.criterion.advice) for one in untold),
            wide=frozenset({2}),
        )


def _scores(found: Assessment) -> Table:
    columns = ("principle", "score", "met", "better", "fail", "network")
    rows = []
    for principle, name in PRINCIPLES.items():
        outcomes = [verdict.outcome for verdict in found.of(principle)]
        numbers = (str(outcomes.count(one)) for one in (Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNTOLD))
        rows.append((name, f"{int(found.score(principle) * 100)}%", *numbers))
    return Table(columns, tuple(rows), numeric=frozenset(range(1, len(columns))))


def _title(verdict: Verdict) -> str:
    return f"{verdict.criterion.principle}  {verdict.criterion.name}: {_WORDS[verdict.outcome]}"


def _named(verdict: Verdict) -> Cell:
    criterion = verdict.criterion
    return Link(f"{criterion.name} (FOOPS! {criterion.id})", criterion.iri) if criterion.is_foops else criterion.name


def _fields(verdict: Verdict) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    criterion = verdict.criterion
    yield "criterion", (Link(f"FOOPS! {criterion.id}", criterion.iri) if criterion.is_foops else criterion.id,)
    yield "looked at", (verdict.looked_at,)
    yield "good", (f"{verdict.good:,} of {verdict.total:,}",)
    if verdict.problems:
        shown = [f"{problem.where}: {problem.what}" for problem in verdict.problems[:MOST]]
        more = len(verdict.problems) - len(shown)
        yield "wrong", (*shown, f"and {more:,} more") if more else tuple(shown)
        yield "to do", (criterion.advice,)
