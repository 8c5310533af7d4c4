"""What a few characters of a workbook spread over many cells: merged ranges, and links of whole ranges.

Who opens the workbook to mark it makes every one of these cells.
"""

from __future__ import annotations

from minegraph.errors import CheckError
from minegraph.tabular.allowance import Allowance
from minegraph.tabular.limits import SPREAD
from minegraph.tabular.package import Deaf
from minegraph.tabular.references import cells_of

_SPREADING = {"mergeCell": "merged cells", "hyperlink": "links"}  # in whatever namespace: openpyxl reads them all


class SpreadReader(Deaf):
    """The reader of a part of a workbook whose cells nobody reads; `where` names it in messages."""

    def __init__(self, where: str, allowance: Allowance) -> None:
        self._where, self._allowance = where, allowance

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        require_small(self._where, name, attributes, self._allowance)


def require_small(where: str, name: str, attributes: dict[str, str], allowance: Allowance) -> None:
    """CheckError for an element that spreads over more cells than the workbook may still fill, or over none."""
    kind = _SPREADING.get(name.rpartition(" ")[2])
    if kind is None or "ref" not in attributes:
        return
    cells = cells_of(attributes["ref"])
    if cells is None:
        problem = f"{kind} lie at {attributes['ref'][:20]!r}, which is no range"
        raise CheckError(f"{where}: damaged: {problem}. Open it in a spreadsheet program and save it as a new .xlsx.")
    allowance.spread -= cells
    if allowance.spread < 0:
        raise CheckError(f"{where}: {kind} cover more than {SPREAD:,} cells. Undo them where nothing is filled in.")
