"""What several verbs take: where the graph is, and a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")
Command = Callable[..., Any]


@dataclass(frozen=True)
class Place:
    """Where the graph is: its root directory, and its store or the address of an endpoint; None is the default."""

    root: Path | None
    store: str | None


def nearest(name: str, known: Iterable[str]) -> str:
    """The question whether a known name was meant, if one is close."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def format_option(*names: str) -> Callable[[Command], Command]:
    """`--format` with these names, the first one as default."""

    def known(context: click.Context, parameter: click.Parameter, given: str) -> str:  # noqa: ARG001 (click's signature)
        if given.lower() not in names:
            raise click.BadParameter(f"there is no format {given!r}.{nearest(given, names)} Use {', '.join(names)}.")
        return given.lower()

    return click.option(
        "--format",
        "form",
        default=names[0],
        show_default=True,
        metavar="|".join(names),
        callback=known,
        help="How to write the result.",
    )


def output_option(command: Command) -> Command:
    """`--output`: the file to write to, instead of standard output."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to a file, all or nothing.",
    )(command)


def encoding_option(command: Command) -> Command:
    """`--encoding`."""
    return click.option(
        "--encoding", metavar="NAME", help="The encoding of a CSV file that is not in UTF-8, such as windows-1252."
    )(command)


def place_parameters(command: Command) -> Command:
    """`--root` and `--store`."""
    root = click.option(
        "--root",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The directory with data/, ontology/ and shapes/.",
    )
    store = click.option("--store", metavar="DIR|URL", help="The directory of the store, or a SPARQL 1.1 endpoint.")
    return root(store(command))


def placed(command: Callable[Concatenate[Place, P], R]) -> Callable[..., R]:
    """A verb that is told where the graph is, by `--root` and `--store` before or after its name."""

    @place_parameters
    @click.pass_context
    @wraps(command)
    def wrapper(context: click.Context, root: Path | None, store: str | None, *args: Any, **options: Any) -> R:
        before = context.obj if isinstance(context.obj, Place) else Place(None, None)
        return command(Place(root or before.root, store or before.store), *args, **options)

    return wrapper
