"""`minegraph synergies`: whom a region should work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened
from minegraph.cli.options import Place, format_option, output_option, placed
from minegraph.cli.output import emit, refuse_in_terminal, show, write

if TYPE_CHECKING:
    from minegraph.synergy_matrix import SynergyMatrix
    from minegraph.synergy_view import Synergies

EXAMPLES = """\b
Examples:
  minegraph synergies Lapland
  minegraph synergies FI1D7 --profile supply-chain --top 5
  minegraph synergies FI1D7 --weight commodities-similarity=0.5 --weight projects-tie=0
  minegraph synergies Lapland --with "Lower Silesia" --format html > pair.html
  minegraph synergies --format xlsx -o matrix.xlsx
"""


@click.command(epilog=EXAMPLES)
@click.argument("region", required=False)
@click.option("--profile", metavar="NAME", help="What counts how much, such as learning, supply-chain or consortium.")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="COMPONENT=NUMBER",
    help="Count a part of the score otherwise than the profile does; 0 leaves it out. May be repeated.",
)
@click.option("--certain", is_flag=True, help="Count a need only where it is known that the region lacks it.")
@click.option("--with", "other", metavar="REGION", help="Explain one pair, in both directions, with all evidence.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="How many partners."
)
@format_option("table", "json", "csv", "xlsx", "jsonld", "html")
@output_option
@placed
def command(
    place: Place,
    *,
    region: str | None,
    profile: str | None,
    weights: tuple[str, ...],
    certain: bool,
    other: str | None,
    top: int,
    form: str,
    output: Path | None,
) -> None:
    """Which regions REGION should work with, on what, and why: scores that are sums of parts, each with its evidence.

    REGION is a name in any language of the data, a NUTS code of any version, a slug or an IRI. Without one: the scores
    of all mining regions with all others.
    """
    from minegraph.synergy import read_weights

    refuse_in_terminal(form, output)
    own = read_weights(weights)
    found: Synergies | SynergyMatrix
    with opened(place) as graph:
        if region is not None:
            found = graph.synergies(region, profile=profile, weights=own, certain=certain, with_region=other, top=top)
        elif other is None:
            found = graph.synergy_matrix(profile=profile, weights=own, certain=certain)
        else:
            raise click.UsageError(f"--with {other} needs a first region: minegraph synergies REGION --with {other}")
    if form == "table" and output is None:
        show(found.page())
    elif output is None:
        emit(found.written(form))
    else:
        write(output, found.written(form))
