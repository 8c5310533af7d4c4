"""`minegraph reject`: a submission is turned down, and its submitter is told why."""

from __future__ import annotations

import click

from minegraph.cli.deciding import by_option, submission_argument
from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import show
from minegraph.pages import Prose

EXAMPLES = """\b
Examples:
  minegraph reject 2026-11-25-partners-1a2b3c4d --by "Data steward" --why "The sources are missing."
"""


@click.command(epilog=EXAMPLES)
@submission_argument
@by_option
@click.option("--why", required=True, metavar="TEXT", help="What the submitter should know.")
@placed
def command(place: Place, submission: str, by: str, why: str) -> None:
    """Turn a waiting submission down. Its files stay in the inbox; the same file can be handed in again."""
    with opened_files(place, "reject") as graph:
        entry = graph.reject(submission, by=by, why=why)
    decision = entry.receipt.decision
    show((Prose(f"Rejected {entry.id}: {decision.why if decision else why}"),))
