"""How much of a workbook may still be read."""

from __future__ import annotations

from dataclasses import dataclass

from minegraph.tabular.limits import CELLS, FORMULA_CHARACTERS, SPREAD, TEXT_CHARACTERS


@dataclass
class Allowance:
    """How many cells, and how much text in them, the sheets of a workbook may still hold.

    `spread` is how many cells may still be merged, or share a link; `formulas` how many characters formulas that are
    filled down may have in all their cells.
    """

    cells: int = CELLS
    characters: int = TEXT_CHARACTERS
    spread: int = SPREAD
    formulas: int = FORMULA_CHARACTERS
