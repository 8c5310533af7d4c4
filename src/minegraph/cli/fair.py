"""`minegraph fair`: a release before it goes to the web."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, output_option, placed
from minegraph.cli.output import emit, say, show, write
from minegraph.pages import plain

if TYPE_CHECKING:
    from minegraph.fairness import Fairness

FOUND = 1
EXAMPLES = """\b
Examples:
  minegraph fair
  minegraph fair site --all
  minegraph fair site --format html -o fair.html
"""


@click.command(epilog=EXAMPLES)
@click.argument("release", required=False, metavar="[RELEASE]", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Show also what is as it should be.")
@format_option("table", "json", "html", "ttl")
@output_option
@placed
@click.pass_context
def command(
    context: click.Context, place: Place, *, release: Path | None, everything: bool, form: str, output: Path | None
) -> None:
    """Check whether a RELEASE is findable, accessible, interoperable and reusable, without a network.

    RELEASE is a directory that `minegraph publish` has written; without it, the graph is published to a temporary one.
    Checked are the ontology as FOOPS! does it, the catalogue against DCAT-AP 3.0, the numbers in VoID against the
    dumps, every link and every IRI, and the checksums. What needs a network is listed, with what to do by hand.

    Exits with 0 when nothing fails, with 1 when something does, with 2 when it cannot be checked.
    """
    with opened_files(place, "fair") as graph:
        found = graph.fair(release)
    if form == "table" and output is None:
        show(found.page() if everything else found.preview())
    else:
        data = _written(found, form, everything)
        emit(data) if output is None else write(output, data)
        say(found.summary)
    if not found.passes:
        context.exit(FOUND)


def _written(found: Fairness, form: str, everything: bool) -> bytes:
    match form:
        case "json":
            return found.json().encode()
        case "html":
            return found.html().encode()
        case "ttl":
            return found.turtle().encode()
    return plain.text(found.page() if everything else found.preview()).encode(errors="replace")
