"""`minegraph search`: things by what they are called."""

from __future__ import annotations

import click

from minegraph.cli.opening import opened
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import emit, show

EXAMPLES = """\b
Examples:
  minegraph search silesia
  minegraph search geological survey --kind organisation
  minegraph search Στερεά --format json
"""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("--kind", "kinds", multiple=True, metavar="CLASS", help="Only these, such as region or commodity.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="How many.")
@format_option("table", "json")
@placed
def command(place: Place, *, words: tuple[str, ...], kinds: tuple[str, ...], top: int, form: str) -> None:
    """List the things that TEXT names, best first: a name in any language, begun or misspelt, or a code."""
    with opened(place) as graph:
        findings = graph.search(" ".join(words), kinds=kinds, limit=top)
    if form == "table":
        show(findings.page())
    else:
        emit(findings.json().encode())
