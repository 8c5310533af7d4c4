"""`minegraph init`: a workspace for own data."""

from __future__ import annotations

from pathlib import Path

import click

from minegraph.cli.output import say, show
from minegraph.pages import Fields, Prose

EXAMPLES = """\b
Examples:
  minegraph init my-region
  minegraph init .
"""


@click.command(epilog=EXAMPLES)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Make DIR a workspace: own data beside the graph that comes with minegraph. What is in DIR stays as it is."""
    from minegraph.submission.workspace import NEXT, make_workspace

    workspace = make_workspace(directory)
    if workspace.is_checkout:
        show((Prose(f"{directory} is a checkout of the graph: it is its own workspace. Nothing was changed."),))
        return
    made = f"Made {', '.join(workspace.made)}." if workspace.made else "Everything was there already."
    show((Prose(f"{directory} is a workspace. {made}"), Fields((("next, in it", NEXT),))))
    if workspace.missing:
        say(f"Add to {directory / '.gitignore'}: {' '.join(workspace.missing)}")
