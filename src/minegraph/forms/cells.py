"""Several values in one cell: `Cobalt | Copper`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"(\\+)\|")


def split_values(text: str) -> list[str]:
    """The values of a cell, without white space around them; `\\|` is a bar that belongs to the text.

    >>> split_values(r"Cobalt | Copper |")
    ['Cobalt', 'Copper']
    >>> split_values(r"a \\| b")
    ['a | b']
    """
    parts: list[str] = []
    at = 0
    for bar in _SEPARATOR.finditer(text):
        parts.append(text[at : bar.end() - 1])
        at = bar.end()
    whole = [*parts, text[at:]]
    trimmed = [_halved(part, is_last=number == len(whole) - 1).strip() for number, part in enumerate(whole)]
    return [part for part in trimmed if part]


def join_values(values: Iterable[str]) -> str:
    """The cell that `split_values` splits into the values; they must be trimmed and not empty."""
    return " | ".join(_ESCAPED_BAR.sub(lambda run: f"{run[1]}{run[1]}\\|", value) for value in values)


_ESCAPED_BAR = re.compile(r"(\\*)\|")


def _halved(part: str, is_last: bool) -> str:
    """A part with its escaped bars as they are meant; backslashes before a separator count half as well."""
    plain = _ESCAPED.sub(lambda run: "\\" * (len(run[1]) // 2) + "|", part)
    if is_last:
        return plain
    kept = plain.rstrip("\\")
    return kept + "\\" * ((len(plain) - len(kept)) // 2)
