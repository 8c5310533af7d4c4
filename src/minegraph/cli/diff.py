"""`minegraph diff`: two releases or checkouts compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.options import format_option, output_option
from minegraph.cli.output import emit, show, write
from minegraph.cli.progress import Building

if TYPE_CHECKING:
    from minegraph.comparison import Comparison

DIFFERENT = 1
EXAMPLES = """\b
Examples:
  minegraph diff site/releases/0.1.0 site/releases/0.2.0
  minegraph diff site . --format md -o CHANGES.md
  minegraph diff ../published . --format ttl -o changes.ttl
"""


@click.command(epilog=EXAMPLES)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there are differences, for scripts.")
@format_option("table", "html", "json", "ttl", "md")
@output_option
@click.pass_context
def command(context: click.Context, *, old: Path, new: Path, exit_code: bool, form: str, output: Path | None) -> None:
    """What is different in NEW: resources added and removed, values changed, synergies moved.

    Each of OLD and NEW is a published directory (its newest version), one of its releases/VERSION, or a directory that
    holds ontology/, shapes/ and data/, or a workspace, whose store is built if need be.

    --format ttl gives change sets: applied to OLD they make exactly NEW. json has all that the other forms cut short.

    Exits with 0 whether there are differences or not (but see --exit-code), with 2 when they cannot be compared.
    """
    from minegraph.knowledge_graph import compare

    with Building() as building:
        found = compare(old, new, progress=building, notice=building.say)
    if form == "table" and output is None:
        show(found.page())
    elif output is None:
        emit(_written(found, form))
    else:
        write(output, _written(found, form))
    if exit_code and not found.changes_nothing:
        context.exit(DIFFERENT)


def _written(found: Comparison, form: str) -> bytes:
    match form:
        case "html":
            return found.html().encode()
        case "json":
            return found.json().encode()
        case "ttl":
            return found.turtle()
        case "md":
            return found.markdown().encode(errors="replace")
    return found.text().encode(errors="replace")
