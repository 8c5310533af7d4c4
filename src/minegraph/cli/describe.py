"""`minegraph describe`: all about one thing."""

from __future__ import annotations

import click

from minegraph.cli.opening import opened
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import emit, show
from minegraph.formats import GRAPHS, names_of

EXAMPLES = """\b
Examples:
  minegraph describe Lapland
  minegraph describe MIREU
  minegraph describe commodity/cobalt --format ttl
"""


@click.command(epilog=EXAMPLES)
@click.argument("thing")
@format_option("table", "json", *names_of(GRAPHS))
@placed
def command(place: Place, thing: str, form: str) -> None:
    """Show everything stated and inferred about THING, with sources, and what is unknown of it.

    THING is a name in any language of the data, a code (NUTS, PIC, grant number), a slug or an IRI.
    """
    with opened(place) as graph:
        description = graph.describe(thing)
    if form == "table":
        show(description.page())
    else:
        emit(description.json().encode() if form == "json" else description.rdf(form))
