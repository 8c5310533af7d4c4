"""`minegraph withdraw`: a submission is taken back, out of the inbox or out of the graph."""

from __future__ import annotations

import click

from minegraph.cli.deciding import WHO, rebuild, submission_argument
from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import show
from minegraph.pages import Heading, Prose

EXAMPLES = """\b
Examples:
  minegraph withdraw 2026-11-25-partners-1a2b3c4d
  minegraph withdraw 2026-11-25-partners-1a2b3c4d --by "Data steward" --why "The source was retracted."
"""


@click.command(epilog=EXAMPLES)
@submission_argument
@click.option("--by", metavar="NAME", help=f"{WHO} Default: the submitter.")
@click.option("--why", default="", metavar="TEXT", help="For the record.")
@click.option("--dry-run", is_flag=True, help="Only show what taking it out of the graph would change.")
@placed
def command(place: Place, *, submission: str, by: str | None, why: str, dry_run: bool) -> None:
    """Take a waiting submission out of the inbox, or an accepted one out of the graph."""
    with opened_files(place, "withdraw") as graph:
        if dry_run:
            foreseen, broken = graph.foresee_withdrawal(submission), graph.broken_by_withdrawal(submission)
            stays = (Heading("What would be wrong with what stays"), *broken.page()) if broken.results else ()
            show((*foreseen.page(), *stays))
            return
        entry = graph.withdraw(submission, by=by, why=why)
        show((Prose(f"Withdrew {entry.id}."),))
        rebuild(graph)
