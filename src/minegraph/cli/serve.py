"""`minegraph serve`: the graph in the browser."""

from __future__ import annotations

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import say
from minegraph.web import HOST, PORT, serve

EXAMPLES = """\b
Examples:
  minegraph serve
  minegraph serve --port 0 --timeout 30
  minegraph serve --host 0.0.0.0 --allow-host graph.example.org
"""


@click.command(epilog=EXAMPLES)
@click.option("--host", default=HOST, show_default=True, metavar="ADDRESS", help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 is any free one.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name to answer for; may be repeated.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries at a time.")
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="Seconds for a query."
)
@click.option(
    "--memory", type=click.IntRange(128), default=1024, show_default=True, metavar="MB", help="Memory for a query."
)
@placed
def command(
    place: Place, *, host: str, port: int, hosts: tuple[str, ...], workers: int, timeout: float, memory: int
) -> None:
    """Open the graph in the browser: a SPARQL endpoint, a page for every thing, synergies, network, and the inbox.

    Everything is served from this machine, and works offline. Queries only read; each runs within limits.
    """
    from minegraph.web.pools import Settings

    with opened_files(place, "serve") as graph:
        serve(graph, host, port, hosts=hosts, settings=Settings(workers, timeout, memory), notice=say)
