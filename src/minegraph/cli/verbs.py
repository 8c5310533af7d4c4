"""The `minegraph` command: its verbs, and what becomes of errors."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from minegraph import __version__
from minegraph.cli.options import Place, nearest, place_parameters
from minegraph.cli.output import say
from minegraph.errors import MinegraphError

NOT_DONE = 2
INTERRUPTED = 130
CLOSED_PIPE = 141

VERBS = {
    "init": "Make a directory a workspace: own data beside the graph.",
    "build": "Build the store from the files: parse, validate, infer, assess.",
    "synergies": "Which regions a region should work with, on what, and why.",
    "query": "Ask a stored question, or run a SPARQL query.",
    "search": "Find things by name in any language, by code, or by part of a name.",
    "describe": "Everything stated and inferred about one thing, with sources.",
    "validate": "Check the graph, or files, against the shapes.",
    "template": "A workbook to fill in, made from the shapes.",
    "submit": "Hand in a file, and see what accepting it would change.",
    "inbox": "List the submissions that wait, and what became of the others.",
    "accept": "Check a submission again and make it part of the graph.",
    "reject": "Turn a submission down, and say why.",
    "withdraw": "Take a submission back, out of the inbox or out of the graph.",
    "serve": "Open the graph in the browser: SPARQL, pages, synergies, network.",
    "import": "Take boundaries of regions from a file of your own into the workspace.",
    "publish": "Write a release: a site of linked open data that any web space can host.",
    "fair": "Check a release before it goes to the web: FAIR, whole, and linked to itself.",
    "diff": "What is different between two releases or checkouts, in plain words and as RDF.",
    "export": "Write the graph, or some of its named graphs, as RDF.",
    "format": "Write Turtle files in their canonical form.",
}


MODULES = {"import": "importing"}
"""The modules of verbs that are words of Python."""


class Problem(click.ClickException):
    """What could not be done, as the user reads it."""

    exit_code = NOT_DONE

    def show(self, file: object = None) -> None:  # noqa: ARG002 (click's signature)
        """Write the message to standard error."""
        say(f"minegraph: {self.message}")


class Verbs(click.Group):
    """The verbs, each in a module of its own name (but for MODULES) with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The verbs in the order of a day's work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb of that name, from its module."""
        if cmd_name not in VERBS:
            return None
        command = import_module(f"minegraph.cli.{MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)  # noqa: S101 (a verb's module that has none is a defect)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is asked for; a usage error with the nearest ones."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise click.UsageError(f"There is no verb {args[0]!r}.{nearest(args[0], VERBS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The verbs for the help, without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; what it cannot do becomes one message, Ctrl-C one line, a closed pipe nothing."""
        try:
            return super().invoke(ctx)
        except MinegraphError as error:
            raise Problem(str(error)) from error
        except KeyboardInterrupt:
            say("minegraph: interrupted.")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            ctx.exit(CLOSED_PIPE)


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  minegraph synergies Lapland\n  minegraph query --list\n  minegraph VERB --help",
)
@place_parameters
@click.version_option(__version__, message="minegraph %(version)s")
@click.pass_context
def verbs(context: click.Context, root: Path | None, store: str | None) -> None:
    """A knowledge graph of Europe's mining regions: which should work together, on what, and why."""
    context.obj = Place(root, store)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line."""
    if not _is_somewhere():
        say("minegraph: the working directory is gone. Change to another one.")
        raise SystemExit(NOT_DONE)
    try:
        verbs(prog_name="minegraph")
    except KeyboardInterrupt:
        say("minegraph: interrupted.")
        raise SystemExit(INTERRUPTED) from None


def _is_somewhere() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True
