"""`minegraph format`: canonical Turtle."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from minegraph.cli.output import emit, say
from minegraph.errors import SourceError
from minegraph.files import format_turtle, read_bytes, write_atomically

FOUND = 1
EXAMPLES = """\b
Examples:
  minegraph format data/regions/es.ttl
  minegraph format --check data/*/*.ttl
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; list the files that differ and exit with 1.")
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], check: bool) -> None:
    """Write Turtle files in their canonical form, so that a change of the facts is a change of the lines.

    All files are read before any is written. Comments are not kept.
    """
    different = list(_different(files))
    if not check:
        for path, canonical in different:
            _write(path, canonical)
        say(f"{len(different)} of {len(files)} files rewritten.")
    elif different:
        paths = [str(path) for path, _ in different]
        emit("".join(f"{path}\n" for path in paths).encode(errors="surrogateescape"))
        say(
            f"{len(paths)} of {len(files)} files are not canonical. Fix them with: minegraph format {shlex.join(paths)}"
        )
        context.exit(FOUND)


def _different(files: tuple[Path, ...]) -> Iterator[tuple[Path, bytes]]:
    """The files whose canonical form differs from what they hold, with that form."""
    for path in dict.fromkeys(files):
        data = read_bytes(path)
        try:
            canonical = format_turtle(data.decode(), path).encode()
        except UnicodeDecodeError as error:
            raise SourceError(path, None, "not UTF-8 text. Save the file as UTF-8.") from error
        if canonical != data:
            yield path, canonical


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise SourceError(path, None, f"cannot be written ({error.strerror}). Check its permissions.") from error
