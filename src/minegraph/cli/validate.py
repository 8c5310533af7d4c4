"""`minegraph validate`: the graph, or files, against shapes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, encoding_option, format_option, output_option, placed
from minegraph.cli.output import emit, say, show, write
from minegraph.pages import plain

if TYPE_CHECKING:
    from minegraph.validation import Report

FOUND = 1
EXAMPLES = """\b
Examples:
  minegraph validate
  minegraph validate new-regions.ttl
  minegraph validate partners.xlsx --format xlsx -o partners-marked.xlsx
  minegraph validate catalogue.ttl --shapes dcat-ap.ttl --format ttl
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Other shapes, instead of the graph's own. May be repeated.",
)
@encoding_option
@format_option("table", "json", "html", "xlsx", "ttl", "sarif")
@output_option
@placed
@click.pass_context
def command(
    context: click.Context,
    place: Place,
    *,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    encoding: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Check FILEs as if they were in the graph; without any, check the whole graph.

    A FILE is a filled-in template (.xlsx, .csv; see `minegraph template`) or RDF (.ttl, .nt, .jsonld, .rdf). What it
    breaks at things that it only refers to is for `minegraph submit` to find.

    --format xlsx gives a workbook or CSV file back with the cells to mend marked; html, a page for a browser; ttl, a
    standard SHACL report; sarif, what editors and code review read.

    Exits with 0 when everything conforms (no violations), with 1 when it does not, with 2 when it cannot be checked.
    """
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("a workbook is nothing to read in a terminal. Say where to write it with -o FILE.xlsx.")
    if output is not None and output.resolve() in {file.resolve() for file in files}:
        raise click.UsageError(f"{output} is a file to check. Write the report to another one.")
    with opened_files(place, "validate") as graph:
        report = graph.validate(*files, shapes=shapes, encoding=encoding)
    if form == "table" and output is None:
        show(report.page())
    else:
        if form == "xlsx" and len(files) > 1:
            say("The findings are listed; cells are marked when one file is checked alone.")
        data = _written(report, form, files, encoding)
        emit(data) if output is None else write(output, data)
        say(report.verdict)
    if not report.conforms:
        context.exit(FOUND)


def _written(report: Report, form: str, files: tuple[Path, ...], encoding: str | None) -> bytes:
    match form:
        case "xlsx":
            return report.workbook(files[0] if len(files) == 1 else None, encoding)
        case "json":
            return report.json().encode()
        case "html":
            return report.html().encode()
        case "ttl":
            return report.turtle().encode()
        case "sarif":
            return report.sarif().encode()
    return plain.text(report.page()).encode(errors="replace")
