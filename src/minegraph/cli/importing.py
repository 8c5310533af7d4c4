"""`minegraph import`: what the graph may not bring along itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import say

if TYPE_CHECKING:
    from minegraph.boundaries import Imported

SHOWN = 8
EXAMPLES = """\b
Examples:
  minegraph import boundaries NUTS_RG_20M_2021_4326.geojson
  minegraph import boundaries NUTS_RG_20M_2024_4326.geojson --nuts-version 2024
"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Take what comes from elsewhere into the workspace."""


@command.command(epilog=EXAMPLES)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--nuts-version", default="2021", show_default=True, metavar="YEAR", help="The version of its codes.")
@placed
def boundaries(place: Place, *, file: Path, nuts_version: str) -> None:
    """Take the areas of regions from FILE, a GeoJSON file of NUTS regions by GISCO (RG, EPSG:4326).

    The maps then show areas in place of points. The boundaries stay in the workspace: they may not be passed on.
    """
    with opened_files(place, "import") as graph:
        imported = graph.import_boundaries(file, nuts_version=nuts_version)
    for line in _lines(imported):
        say(line)


def _lines(imported: Imported) -> list[str]:
    lines = [f"{imported.path}: boundaries of {imported.regions:,} regions{_instead(imported)}."]
    if imported.unknown:
        lines.append(f"Left out, for no region of the graph has the code: {_listed(imported.unknown)}.")
    if imported.coarse:
        lines.append(f"Drawn with fewer decimals, for being very long: {_listed(imported.coarse)}.")
    lines.append("They may be used here, but not passed on (© EuroGeographics): keep the file out of what you publish.")
    lines.append("A server that is running shows them after: minegraph build")
    return lines


def _instead(imported: Imported) -> str:
    return ", in place of those that were there" if imported.replaced else ""


def _listed(codes: tuple[str, ...]) -> str:
    more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
    return f"{', '.join(codes[:SHOWN])}{more}"
