"""The rows of the table, and the setting they are measured in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True)
class Setting:
    """Where to work, whether to be quick, and how many seconds each step of the peer may take."""

    directory: Path
    quick: bool
    limit: float

    @property
    def times(self) -> int:
        """How often to measure what does not take long."""
        return 3 if self.quick else 5


class Row(NamedTuple):
    """One line of the table, as text."""

    what: str
    minegraph: str
    peer: str
    ratio: str
    target: str


def table(rows: Iterable[Row]) -> str:
    """The rows in Markdown."""
    header = Row("what", "minegraph", "peer", "ratio", "target")
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, Row(*["---"] * len(header)), *rows))


def seconds(number: float) -> str:
    """A time as people read it.

    >>> seconds(0.0123), seconds(0.456), seconds(12.3), seconds(123.4)
    ('12 ms', '0.46 s', '12.3 s', '123 s')
    """
    if number < 0.1:
        return f"{number * 1000:.2g} ms"
    return f"{number:.2f} s" if number < 10 else f"{number:.1f} s" if number < 100 else f"{number:.0f} s"


def times(number: float, is_least: bool = False) -> str:
    """A ratio as people read it.

    >>> times(3.21), times(123.4, is_least=True)
    ('3.2 times', '> 123 times')
    """
    return (
        f"{'> ' if is_least else ''}{number:.1f} times"
        if number < 10
        else f"{'> ' if is_least else ''}{number:,.0f} times"
    )


def gigabytes(number: int) -> str:
    """An amount of memory as people read it."""
    return f"{number / 1e9:.2f} GB"
