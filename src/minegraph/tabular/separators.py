"""What separates the values of a text file."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.limits import ROWS
from minegraph.tabular.lines import lines

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
HINT = re.compile(r'"?sep=(.)"?\s*\Z')  # what Excel writes and obeys as the first line
_LONGEST_HEADER = 1_000_000


def separator(text: str, path: Path) -> str:
    """What separates the values, by the header: the first line that is neither blank nor a comment.

    Tabs in a .tsv file, else the only one of , ; tab | that splits the header, else a comma. CheckError when more than
    one of them could be meant.
    """
    if hint := HINT.match(next(lines(text), "")):
        return _hinted(hint[1], path)
    header = _header(text)
    fitting = [mark for mark in NAMES if _splits(header, mark)]
    if path.suffix.lower() == ".tsv" and "\t" in fitting:
        return "\t"
    if len(fitting) > 1:
        raise CheckError(f"{shown(path)}: {_doubt(fitting)}")
    return fitting[0] if fitting else ","


def _hinted(mark: str, path: Path) -> str:
    if mark not in NAMES:
        raise CheckError(f"{shown(path)}:1: asks for {mark!r} between the values. Use one of , ; tab or |.")
    return mark


def _header(text: str) -> str:
    """The text from the header on, as far as a header can reach."""
    start = 0
    for line in islice(lines(text), ROWS):
        if line.strip(" \t\r\n,;|") and not line.lstrip(" \t,;|").startswith(("#", '"#')):
            return text[start : start + _LONGEST_HEADER]
        start += len(line)
    return text[:_LONGEST_HEADER]


def _splits(header: str, mark: str) -> bool:
    try:
        return len(next(csv.reader(lines(header), delimiter=mark, strict=True), ())) > 1
    except csv.Error:
        return False


def _doubt(fitting: list[str]) -> str:
    marks = " or by ".join(f"{NAMES[mark]}s" for mark in fitting)
    return f"the header can be split by {marks}. Put the column names that contain one of them in quotes."
