"""The checksums of the files of a release, as `sha256sum -c` takes them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from minegraph.files import file_sha256
from minegraph.published import SUMS, VERSIONS
from minegraph.release.edition import Edition
from minegraph.telling import Progress


def write_version_checksums(edition: Edition, _progress: Progress) -> None:
    """Write `SHA256SUMS` of the files of the version, when all of them are there."""
    _write(edition.downloads, without=())


def write_checksums(edition: Edition, _progress: Progress) -> None:
    """Write `SHA256SUMS` of the files of the site, when all of them are there; each version has its own."""
    _write(edition.root, without=(VERSIONS,))


def _write(folder: Path, without: Collection[str]) -> None:
    names = sorted(_files(folder, {*without, SUMS}))
    lines = "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names)
    (folder / SUMS).write_text(lines, encoding="utf-8", newline="\n")


def _files(folder: Path, without: Collection[str], before: str = "") -> Iterator[str]:
    """The paths of all files below a directory, but for some names at its top."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in without:
                continue
            if entry.is_dir():
                yield from _files(folder / entry.name, (), f"{before}{entry.name}/")
            else:
                yield f"{before}{entry.name}"
