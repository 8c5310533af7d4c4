"""`minegraph serve`: the graph in the browser."""

from __future__ import annotations

import os
from pathlib import Path

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import say
from minegraph.errors import StoreError
from minegraph.web import HOST, PORT, serve

TOKEN = "MINEGRAPH_STEWARD_TOKEN"  # noqa: S105 (the name of a variable)
SHORTEST_TOKEN = 16
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
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows of an answer.")
@click.option(
    "--max-megabytes", type=click.IntRange(1), default=64, show_default=True, metavar="MB", help="Size of an answer."
)
@click.option(
    "--steward-token-file",
    "token_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The token with which stewards accept and reject; else MINEGRAPH_STEWARD_TOKEN, else a random one is printed.",
)
@placed
def command(
    place: Place,
    *,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    workers: int,
    timeout: float,
    memory: int,
    max_rows: int,
    max_megabytes: int,
    token_file: Path | None,
) -> None:
    """Open the graph in the browser: a SPARQL endpoint, a page for every thing, synergies, network, and the inbox.

    Everything is served from this machine, and works offline. Queries only read; each runs within limits. Anybody who
    reaches the server can hand data in; what becomes part of the graph is for stewards to decide, who know a token.
    """
    from minegraph.web.pools import Settings

    settings = Settings(workers, timeout, memory, max_rows, max_megabytes)
    with opened_files(place, "serve") as graph:
        serve(graph, host, port, hosts=hosts, settings=settings, token=_token(token_file), notice=say)


def _token(file: Path | None) -> str | None:
    """The token of the stewards in a file or the environment; None where none is set. Raises StoreError."""
    token = os.environ.get(TOKEN, "") if file is None else _first_line(file)
    if file is None and not token:
        return None
    if len(token) < SHORTEST_TOKEN:
        where = TOKEN if file is None else str(file)
        raise StoreError(f"{where}: the token has fewer than {SHORTEST_TOKEN} characters. Make it longer.")
    return token


def _first_line(file: Path) -> str:
    try:
        return next(iter(file.read_text(encoding="utf-8").splitlines()), "").strip()
    except (OSError, ValueError) as error:
        raise StoreError(f"{file}: the token cannot be read ({error}).") from error
