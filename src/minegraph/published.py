"""A published directory as those see it who read it: what its main files are called, its mark, its checksums.

It may come from anywhere: what is read here is checked, and what is wrong with it is a ReleaseError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from minegraph.errors import ReleaseError
from minegraph.files import shown

MARK = "release.json"
VERSIONS = "releases"
STATED, INFERRED = DUMPS = ("stated.nq", "inferred.nq")
HASHES = "hashes.json"
SUMS = "SHA256SUMS"
VERSION = re.compile("[0-9](?:[0-9A-Za-z.-]*[0-9A-Za-z])?")
"""What a version may be: it names a directory, and its IRI is told by its first digit from those of other things."""
_ADDRESS = re.compile("https?://[^/].*/")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a release is: its version, which can name a directory, and the address of its site, with `/` at its end."""

    version: str
    base: str


def read_mark(release: Path) -> Mark:
    """The mark of a release by its directory. Raises ReleaseError where there is none, or a damaged one."""
    place = release / MARK
    again = "Publish the release again."
    try:
        said = read_json(place.read_bytes())
        mark = Mark(str(said["version"]), str(said["base"]))
        NamedNode(mark.base)
    except OSError as error:
        advice = "Name a directory that `minegraph publish` has written."
        raise ReleaseError(f"{shown(release)}: is not a release: it has no {MARK}. {advice}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{shown(place)}: damaged, it names no version and address ({error}). {again}") from error
    if not VERSION.fullmatch(mark.version) or not _ADDRESS.fullmatch(mark.base):
        raise ReleaseError(f"{shown(place)}: damaged, version {mark.version!r} at {mark.base!r} is no release. {again}")
    return mark


def read_json(document: bytes | str) -> Any:
    """What a JSON document holds; ValueError for what is none, or nested deeper than one can follow."""
    try:
        return json.loads(document)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def checksums(listed: str) -> Iterator[tuple[str, str]]:
    """The files of a list of checksums and their digests, as it has them; lines that say something else say nothing.

    >>> list(checksums("ab12  a/b c.nq\\ncd34 *d.nq\\n\\nrubbish\\n"))
    [('a/b c.nq', 'ab12'), ('d.nq', 'cd34')]
    """
    for line in listed.splitlines():
        if found := re.fullmatch(r"([0-9A-Fa-f]+) [ *](.+)", line):
            yield found[2], found[1].lower()
