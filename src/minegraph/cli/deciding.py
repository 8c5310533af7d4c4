"""What the verbs that decide on submissions share: which one, who decides, and the store after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from minegraph.cli.output import say
from minegraph.errors import MinegraphError
from minegraph.terms import GRAPH

if TYPE_CHECKING:
    from minegraph.knowledge_graph import KnowledgeGraph

WHO = "The organisation or role that decides, not a person's name: it is published."

by_option = click.option("--by", required=True, metavar="NAME", help=WHO)
submission_argument = click.argument("submission", metavar="ID")


def rebuild(graph: KnowledgeGraph) -> None:
    """Bring the store up to date, and say how; that it cannot be does not undo the decision."""
    try:
        report = graph.build()
    except MinegraphError as error:
        say(f"The store could not be brought up to date: {error} The decision stands; `minegraph build` tries again.")
        return
    changed = [name.removeprefix(GRAPH) for name in (*report.reloaded, *report.removed)]
    seconds = sum(report.seconds.values())
    say(f"The store is up to date: {', '.join(changed) or 'nothing to do'} ({seconds:.1f} s).")
    if violations := report.validation.get("Violation"):
        say(f"The graph now has {violations} violations: `minegraph validate` shows them.")
