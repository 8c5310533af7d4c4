"""`minegraph template`: spreadsheets to fill in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, format_option, placed
from minegraph.cli.output import OutputError, emit, say, write_new

EXAMPLES = """\b
Examples:
  minegraph template -o new-data.xlsx
  minegraph template participation -o mireu.xlsx --with MIREU --with participation/mireu-gtk
  minegraph template site --format csv -o sites/
"""


@click.command(epilog=EXAMPLES)
@click.argument("forms", nargs=-1, metavar="[CLASS]...")
@click.option(
    "--with",
    "filled",
    multiple=True,
    metavar="THING",
    help="Fill in what the graph states of a thing itself: its name, code, slug or IRI. May be repeated.",
)
@format_option("xlsx", "csv")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="The workbook, or with --format csv the directory for its files.",
)
@placed
def command(place: Place, *, forms: tuple[str, ...], filled: tuple[str, ...], form: str, output: Path | None) -> None:
    """A workbook to fill in, with a sheet for each CLASS (project, organisation, participation, region, activity, site,
    policy instrument and objective unless others are named), drop-down lists, an example, and how to fill it in.

    All of it comes from the shapes. What is filled in goes to `minegraph validate` and `minegraph submit`.
    """
    if output is None and (form == "csv" or sys.stdout.isatty()):
        raise click.UsageError("Say where to write it: -o FILE.xlsx, or with --format csv: -o DIRECTORY.")
    if output is not None and form == "xlsx" and output.suffix.lower() in (".csv", ".tsv", ".xls", ".ods"):
        raise click.UsageError(f"{output} would be an Excel workbook. Name it .xlsx, or add --format csv.")
    with opened_files(place, "template") as graph:
        if form == "csv" and output is not None:
            _write_all(output, graph.template_files(*forms, filled=filled))
            return
        book = graph.template(*forms, filled=filled)
    if output is None:
        emit(book)
    else:
        write_new(output, book)


def _write_all(directory: Path, files: dict[str, bytes]) -> None:
    there = [name for name in files if (directory / name).exists()]
    if there:
        raise OutputError(
            f"{directory}: has {', '.join(there)} already. Choose another directory, or remove them first."
        )
    for name, content in files.items():
        write_new(directory / name, content)
    say(f"Fill in the CSV files of {directory}, save them as CSV UTF-8, and leave out those you do not need.")
