"""Text that a spreadsheet program would run as a formula, made safe and restored."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

# With the full-width forms that East Asian spreadsheet programs read as the signs (OWASP, "CSV Injection").
STARTERS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_ACTIVE = re.compile(f"'*[{STARTERS}]")
_GUARDED = re.compile(f"'+[{STARTERS}]")


def guarded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet program could run it.

    Text that looks guarded already gets one apostrophe more, so that `unguarded` restores every text.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Castilla y León"), guarded("'s-Hertogenbosch")
    ("'=1+1", "''=1+1", 'Castilla y León', "'s-Hertogenbosch")
    """
    return f"'{text}" if _ACTIVE.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded; text that is not guarded comes back as it is.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'s-Hertogenbosch")
    ('=1+1', "'=1+1", "'s-Hertogenbosch")
    """
    return text[1:] if _GUARDED.match(text) else text


def guarded_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    """The rows as CSV under the names of their columns, with every text guarded."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue()
