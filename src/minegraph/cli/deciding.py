"""What the verbs that decide on submissions share: who decides, the check against the graph, and the store after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from minegraph.cli.output import say
from minegraph.errors import AmbiguousNameError, MinegraphError, NotFoundError, StoreError
from minegraph.terms import GRAPH, INFERRED, MG

if TYPE_CHECKING:
    import pyoxigraph as ox

    from minegraph.knowledge_graph import KnowledgeGraph
    from minegraph.submission.acceptance import Check
    from minegraph.submission.entries import Entry
    from minegraph.submission.provenance import KnownAgent
    from minegraph.validation import Report

WHO = "The organisation or role that decides, not a person's name: it is published."
ORGANISATIONS = (f"{MG}Organisation",)

by_option = click.option("--by", required=True, metavar="NAME", help=WHO)
submission_argument = click.argument("submission", metavar="ID")


def check_in(graph: KnowledgeGraph) -> Check:
    """The check of what a submission states, seen in the graph in place of what it replaces."""
    from minegraph.store import LocalStore
    from minegraph.validation import validate_files

    source = graph.source
    if not isinstance(source, LocalStore):
        raise StoreError("A submission is checked in the files of a graph. Leave out --store.")
    files = graph.layout.graph_files.items()
    shapes = [path for name, path in files if name.startswith(f"{GRAPH}shapes/")]

    def check(entry: Entry, _quads: list[ox.Quad]) -> Report:
        leave_out = [INFERRED, entry.graph]
        return validate_files(
            [entry.statements], shapes, source.engine, leave_out=leave_out, scratch=graph.store_directory
        )

    return check


def agents_in(graph: KnowledgeGraph) -> KnownAgent:
    """What finds the IRI of an organisation in the graph by its name, if it has exactly one of that name."""
    from minegraph.lookup import resolve

    source = graph.source

    def known(name: str) -> str | None:
        try:
            return resolve(source, name, ORGANISATIONS, "organisation").iri
        except (NotFoundError, AmbiguousNameError):
            return None

    return known


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
