"""What a few characters of a workbook spread over many cells: merged ranges, links, and formulas that are filled down.

Who opens the workbook to mark it makes every one of these cells.
"""

from __future__ import annotations

from minegraph.errors import CheckError
from minegraph.tabular.allowance import Allowance
from minegraph.tabular.limits import FORMULA_CHARACTERS, SPREAD
from minegraph.tabular.package import Deaf
from minegraph.tabular.references import cells_of

_SPREADING = {"mergeCell": "merged cells", "hyperlink": "links"}  # in whatever namespace: openpyxl reads them all


class SpreadReader(Deaf):
    """The reader of a part of a workbook whose cells nobody reads; `where` names it in messages."""

    def __init__(self, where: str, allowance: Allowance) -> None:
        self._where, self._allowance = where, allowance
        self._formulas = SharedFormulas(where, allowance)
        self._group: str | None = None
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        require_small(self._where, name, attributes, self._allowance)
        if name.rpartition(" ")[2] == "f" and attributes.get("t") == "shared":
            self._group, self._length = attributes.get("si", ""), 0

    def text(self, data: str) -> None:
        """Text between two tags."""
        self._length += len(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if name.rpartition(" ")[2] == "f" and self._group is not None:
            self._formulas.use(self._group, self._length)
            self._group = None


class SharedFormulas:
    """Counts the formulas that are filled down: each cell gets its own copy of the first one of its group."""

    def __init__(self, where: str, allowance: Allowance) -> None:
        self._where, self._allowance = where, allowance
        self._lengths: dict[str, int] = {}

    def use(self, group: str, length: int) -> None:
        """A cell with a formula of the group, as long as it stands there; CheckError when all are too long together."""
        first = self._lengths.setdefault(group, length) or length
        self._lengths[group] = first
        self._allowance.formulas -= first
        if self._allowance.formulas < 0:
            most = f"{FORMULA_CHARACTERS:,} characters of formulas that are filled down"
            raise CheckError(f"{self._where}: more than {most}. Replace formulas by their values.")


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
