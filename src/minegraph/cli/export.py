"""`minegraph export`: the graph as RDF."""

from __future__ import annotations

from pathlib import Path

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, output_option, placed
from minegraph.cli.output import emit, say, write
from minegraph.render import DATASET_FORMATS, NAMELESS

EXAMPLES = """\b
Examples:
  minegraph export -o minegraph.nq
  minegraph export --graph inferred --format ttl
  minegraph export --graph data/regions/nuts-fi --graph data/sites/fi --format trig
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME",
    help="Only this named graph: its IRI or path, such as data/sites/fi, inferred or synergies. May be repeated.",
)
@format_option(*DATASET_FORMATS)
@output_option
@placed
def command(place: Place, graphs: tuple[str, ...], form: str, output: Path | None) -> None:
    """Write the whole graph, or named graphs, as RDF; the same files give the same bytes.

    Turtle (ttl) and RDF/XML (rdfxml) have no place for the names of graphs and leave them out.
    """
    with opened_files(place, "export") as graph:
        data = graph.export(*graphs, form=form)
    if output is None:
        emit(data)
    else:
        write(output, data)
    if form in NAMELESS:
        say(f"The names of the graphs are left out: {form} has no place for them.")
