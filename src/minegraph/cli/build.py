"""`minegraph build`: from files to the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import say, show
from minegraph.pages import Fields
from minegraph.terms import GRAPH

if TYPE_CHECKING:
    from minegraph.build import BuildReport

FOUND = 1
MOST_NAMES = 10
EXAMPLES = """\b
Examples:
  minegraph build
  minegraph --root ~/my-graph build
"""


@click.command(epilog=EXAMPLES)
@placed
@click.pass_context
def command(context: click.Context, place: Place) -> None:
    """Bring the store up to date with the files: parse, validate, infer, assess. Only what has changed is done again.

    Exits with 1 when the graph has violations; the store is built all the same.
    """
    with opened_files(place, "build") as graph:
        report = graph.build()
    show((Fields(tuple((name, (value,)) for name, value in _facts(report))),))
    if report.validation.get("Violation"):
        say("The graph has violations: `minegraph validate` shows them.")
        context.exit(FOUND)


def _facts(report: BuildReport) -> Iterator[tuple[str, str]]:
    yield "store", str(report.store)
    if report.rebuilt_because:
        yield "rebuilt", report.rebuilt_because
    yield "reloaded", "nothing: the files have not changed" if report.unchanged else _graphs(report.reloaded)
    if report.removed:
        yield "removed", _graphs(report.removed)
    yield "graphs", f"{report.graphs:,}"
    yield "triples", f"{report.triples:,}"
    yield "inferred", f"{report.inferred:,}"
    yield "assessments", f"{report.assessments:,}"
    yield "validation", ", ".join(f"{number:,} {severity}" for severity, number in report.validation.items())
    if report.seconds:
        steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in report.seconds.items())
        yield "seconds", f"{sum(report.seconds.values()):.1f} ({steps})"


def _graphs(iris: tuple[str, ...]) -> str:
    names = [iri.removeprefix(GRAPH) for iri in iris[:MOST_NAMES]]
    more = f" and {len(iris) - MOST_NAMES:,} more" if len(iris) > MOST_NAMES else ""
    noun = "graph" if len(iris) == 1 else "graphs"
    return f"{len(iris):,} {noun}: {', '.join(names)}{more}" if iris else "no graph"
