"""What goes out: data to standard output, everything else to standard error."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click

from minegraph.errors import MinegraphError
from minegraph.files import write_atomically
from minegraph.pages import Page, plain


class OutputError(MinegraphError):
    """Standard output cannot be written."""


def emit(data: bytes) -> None:
    """Data, byte for byte. Raises BrokenPipeError when nobody reads on."""
    try:
        rest = memoryview(data)
        while rest:  # an unbuffered stream takes what fits into the pipe
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except OSError as error:
        _discard_the_rest()
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(f"the output cannot be written ({error.strerror}).") from error


def write(path: Path, data: bytes) -> None:
    """Data to a file, all or nothing, and a line that says so; links are followed, devices and pipes written to."""
    if path.is_dir():
        raise OutputError(f"{path}: is a directory. Name a file in it.")
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            write_atomically(target, data)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Choose another place.") from error
    say(f"{path}: {len(data):,} bytes")


def write_new(path: Path, data: bytes) -> None:
    """Data to a file that must not be there yet: it may hold somebody's work."""
    if path.is_file():
        raise OutputError(f"{path}: is there already. Choose another name, or remove it first.")
    write(path, data)


def refuse_in_terminal(form: str, output: Path | None) -> None:
    """UsageError for a workbook that would go to a terminal."""
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("a workbook is nothing to read in a terminal. Say where to write it with -o FILE.xlsx.")


def show(page: Page) -> None:
    """A page: in colour and wrapped on a terminal, plain text elsewhere."""
    if not sys.stdout.isatty():
        emit(plain.text(page).encode(errors="replace"))
        return
    from minegraph.pages import terminal

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    terminal.show(page, sys.stdout)


def say(message: str) -> None:
    """A line for people, on standard error."""
    click.echo(message, err=True)


def _discard_the_rest() -> None:
    """Let the interpreter flush what is left into nothing when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
