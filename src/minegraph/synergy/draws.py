"""Random numbers that are the same every time, with every version of Python and numpy."""

from __future__ import annotations

from random import Random

import numpy as np

from minegraph.synergy.features import Floats


def uniform(seed: int, rows: int, columns: int) -> Floats:
    """Numbers above 0 and up to 1, drawn row by row.

    Python promises the stream of `random()`; importing numpy's generators would take longer than all the rest.
    """
    draw = Random(seed).random  # noqa: S311 (repeatable on purpose)
    return 1.0 - np.array([draw() for _ in range(rows * columns)], dtype=float).reshape(rows, columns)


def normal(seed: int, rows: int, columns: int) -> Floats:
    """Standard normal numbers, by the transform of Box and Muller."""
    both = uniform(seed, rows, 2 * columns)
    drawn: Floats = np.sqrt(-2.0 * np.log(both[:, :columns])) * np.cos(2.0 * np.pi * both[:, columns:])
    return drawn
