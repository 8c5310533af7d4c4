"""The bytes of a file that somebody handed in, and what kind of file it really is."""

from __future__ import annotations

import stat
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.limits import FILE_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_SIGNATURES = {
    ZIP: "a workbook or another zip file",
    OLE: "an old Excel file (.xls)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
    b"{\\rtf": "a word-processor document",
}
_MARKUP = {b"<!doctype html": "a web page", b"<html": "a web page", b"<table": "a web page", b"<?xml": "an XML file"}


def read_source(path: Path) -> bytes:
    """The content of an ordinary file; CheckError when there is none, it is empty, or it is too large."""
    data = _bytes(path)
    if len(data) > FILE_BYTES:
        raise CheckError(
            f"{shown(path)}: larger than {FILE_BYTES // 1_000_000} MB. Split it into several files, or hand in RDF."
        )
    if not data.strip():
        raise CheckError(f"{shown(path)}: is empty. Put the column names in the first row and the data below.")
    return data


def real_kind(data: bytes) -> str | None:
    """What a file is by its first bytes when that is neither a table nor plain text: "a web page", "a PDF"."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    by_signature = (kind for signature, kind in _SIGNATURES.items() if data.startswith(signature))
    by_markup = (kind for tag, kind in _MARKUP.items() if start.lower().startswith(tag))
    return next(by_signature, None) or next(by_markup, None)


def _bytes(path: Path) -> bytes:
    try:
        _require_ordinary(path, path.stat().st_mode)
        with path.open("rb") as file:
            return file.read(FILE_BYTES + 1)
    except OSError as error:
        raise CheckError(f"{shown(path)}: cannot be read ({error.strerror}). Check the path.") from error


def _require_ordinary(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise CheckError(f"{shown(path)}: is a directory. Name one file in it.")
    if not stat.S_ISREG(mode):
        raise CheckError(f"{shown(path)}: is a device or pipe, not a file. Save the table as a file first.")
