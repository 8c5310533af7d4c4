"""`minegraph validate`: the graph, or files, against shapes."""

from __future__ import annotations

from pathlib import Path

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import emit, say, show

FOUND = 1
EXAMPLES = """\b
Examples:
  minegraph validate
  minegraph validate new-regions.ttl
  minegraph validate catalogue.ttl --shapes dcat-ap.ttl --format ttl
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Other shapes, instead of the graph's own. May be repeated.",
)
@format_option("table", "json", "ttl")
@placed
@click.pass_context
def command(context: click.Context, place: Place, files: tuple[Path, ...], shapes: tuple[Path, ...], form: str) -> None:
    """Check FILEs as if they were in the graph; without any, check the whole graph.

    Exits with 0 when everything conforms (no violations), with 1 when it does not, with 2 when it cannot be checked.
    """
    with opened_files(place, "validate") as graph:
        report = graph.validate(*files, shapes=shapes)
    if form == "table":
        show(report.page())
    else:
        emit((report.json() if form == "json" else report.turtle()).encode())
        say(report.verdict)
    if not report.conforms:
        context.exit(FOUND)
