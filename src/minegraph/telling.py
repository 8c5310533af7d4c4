"""What long work tells those who wait for it: how far it is, and what they should know."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and out of how much."""

Notice = Callable[[str], None]
"""Told one sentence."""


def ignore(*_: object) -> None:
    """Take what is told, and do nothing with it."""
