"""`minegraph submit`: a file goes to the inbox, and one sees what accepting it would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, encoding_option, format_option, placed
from minegraph.cli.output import emit, say, show

if TYPE_CHECKING:
    from minegraph.submission.desk import HandedIn

NOT_TAKEN = 1
EXAMPLES = """\b
Examples:
  minegraph submit partners.xlsx --by "Region of Lapland" --licence CC-BY-4.0 --dry-run
  minegraph submit partners.xlsx --by "Region of Lapland" --licence CC-BY-4.0
  minegraph submit partners-2.xlsx --by GTK --licence CC-BY-4.0 --replaces 2026-11-25-partners
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--by",
    required=True,
    metavar="NAME",
    help="The organisation or role that hands it in, not a person's name: it is published.",
)
@click.option("--licence", required=True, metavar="LICENCE", help="Such as CC-BY-4.0 or CC0-1.0, or its web address.")
@click.option("--accept-warnings", is_flag=True, help="Hand it in with its warnings; they stay on record.")
@click.option("--replaces", metavar="ID", help="The accepted submission that this is a new version of.")
@click.option("--dry-run", is_flag=True, help="Check it and show what would change; the inbox stays as it is.")
@encoding_option
@format_option("table", "json")
@placed
@click.pass_context
def command(
    context: click.Context,
    place: Place,
    *,
    files: tuple[Path, ...],
    by: str,
    licence: str,
    accept_warnings: bool,
    replaces: str | None,
    dry_run: bool,
    encoding: str | None,
    form: str,
) -> None:
    """Check FILE as part of the graph; if it conforms, put it in the inbox and show what accepting it would change.

    Exits with 1 when there is something to mend or to agree to first.
    """
    if len(files) > 1:
        raise click.UsageError("Hand in one file. Tables that belong together are sheets of one workbook.")
    file = files[0]
    with opened_files(place, "submit") as graph:
        handed = graph.submit(
            file,
            by=by,
            licence=licence,
            accept_warnings=accept_warnings,
            replaces=replaces,
            encoding=encoding,
            dry_run=dry_run,
        )
    if form == "json":
        emit(_json(handed).encode())
    else:
        show((*(handed.report.page() if handed.report else ()), *(handed.preview.page() if handed.preview else ())))
    say(_outcome(handed, file))
    if handed.preview is None and handed.entry is None:
        context.exit(NOT_TAKEN)


def _outcome(handed: HandedIn, file: Path) -> str:
    if handed.entry is None and handed.preview is None:
        is_forbidden = handed.report is not None and not handed.report.conforms
        agree = "mend the warnings, or add --accept-warnings to hand it in with them."
        return f"{file} was not handed in: {'mend what is named above first.' if is_forbidden else agree}"
    if handed.entry is None:
        return "Nothing was handed in: this was a trial."
    if not handed.is_new:
        return f"{file} was handed in before, as {handed.entry.id} ({handed.entry.status})."
    return f"Handed in as {handed.entry.id}. A steward takes it in with: minegraph accept {handed.entry.id} --by NAME"


def _json(handed: HandedIn) -> str:
    document = {
        "submission": handed.entry.id if handed.entry else None,
        "status": handed.entry.status if handed.entry else None,
        "new": handed.is_new,
        "report": json.loads(handed.report.json()) if handed.report else None,
        "preview": json.loads(handed.preview.json()) if handed.preview else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
