"""`minegraph publish`: the graph as a site of linked open data."""

from __future__ import annotations

from pathlib import Path

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import say
from minegraph.terms import BASE

EXAMPLES = """\b
Examples:
  minegraph publish -o site
  minegraph publish -o site --base https://data.example.org/minegraph/
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The directory of the site: a new one, or one that holds an earlier release.",
)
@click.option(
    "--base",
    default=BASE,
    show_default=True,
    metavar="URL",
    help="The address where the site will be. The graph's own IRIs stay as they are and are redirected there.",
)
@placed
def command(place: Place, *, output: Path, base: str) -> None:
    """Write a release of the graph that any web space can host; the same graph gives the same bytes.

    DIR is replaced when everything is written, never before. The versions that it holds are kept as they are.
    """
    with opened_files(place, "publish") as graph:
        release = graph.publish(output, base=base)
    say(f"{release.place}: version {release.version}, {release.files:,} files, {release.size / 1e6:,.1f} MB.")
