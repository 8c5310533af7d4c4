"""The cells of one sheet, from its XML.

Not by openpyxl: its read-only mode drops rows that are out of order without a word, cannot tell `_x000D_` in a text
from the character it stands for, fills every gap before a far cell, and takes minutes for the number formats and
lists of ranges that a small file can hold. The tests compare the two where openpyxl is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minegraph.errors import CheckError
from minegraph.tabular.allowance import Allowance
from minegraph.tabular.formats import Formats, Value, iso_moment, plain
from minegraph.tabular.grid import Cell, column_letter
from minegraph.tabular.limits import CELL_CHARACTERS, CELLS, COLUMNS, ROWS, TEXT_CHARACTERS
from minegraph.tabular.references import AREA, REFERENCE, Position, column_number, position_of
from minegraph.tabular.spread import SharedFormulas, require_small
from minegraph.tabular.strings import TextReader
from minegraph.tabular.vocabulary import named

_ROW, _CELL, _VALUE, _FORMULA, _MERGED = (named(local) for local in ("row", "c", "v", "f", "mergeCell"))
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_AREAS = 50
_BOOLEANS = {"0": "false", "1": "true", "false": "false", "true": "true"}
_EMPTY: Value = ("", "text")


@dataclass(slots=True)
class _Draft:
    """The cell that is being read."""

    row: int
    column: int
    kind: str
    style: str
    value: str = ""
    formula: str | None = None
    formula_kind: dict[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{column_letter(self.column)}{self.row}"


class SheetReader:
    """The filled cells of a sheet by row and column, and the ranges it merges.

    `where` names the sheet in messages. Formulas are never calculated: the cell says the formula. One that is filled
    down says it as its first cell does; the cells of an array formula all say it.
    """

    def __init__(self, where: str, texts: list[str], formats: Formats, allowance: Allowance) -> None:
        self.cells: dict[Position, Cell] = {}
        self.merged: list[str] = []
        self._where, self._texts, self._formats, self._allowance = where, texts, formats, allowance
        self._row = self._column = 0
        self._draft: _Draft | None = None
        self._heard: list[str] | None = None
        self._inline = TextReader()
        self._shared: dict[str, str] = {}
        self._formulas = SharedFormulas(where, allowance)
        self._areas: list[tuple[Position, Position, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        require_small(self._where, name, attributes, self._allowance)
        if name in _CELL:
            self._draft = self._begun(attributes)
        elif name in _ROW:
            self._row, self._column = self._index(attributes.get("r"), self._row + 1), 0
        elif name in _MERGED:
            self.merged.append(attributes.get("ref", ""))
        elif self._draft is not None:
            self._start_inside(self._draft, name, attributes)

    def text(self, data: str) -> None:
        """Text between two tags."""
        if self._heard is not None:
            self._heard.append(data)
        elif self._draft is not None:
            self._inline.text(data)

    def end(self, name: str) -> None:
        """An element ends."""
        draft, heard = self._draft, self._heard
        if draft is None:
            return
        if heard is not None:
            self._end_heard(draft, "".join(heard), name)
        elif name in _CELL:
            self._keep(draft)
            self._draft = None
        else:
            self._inline.end(name)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that hold cells, each in order."""
        for first, last, formula in self._areas:
            self._spread(first, last, formula)
        rows: dict[int, list[Cell]] = {}
        for position in sorted(self.cells):
            rows.setdefault(position[0], []).append(self.cells[position])
        return tuple(map(tuple, rows.values()))

    def _begun(self, attributes: dict[str, str]) -> _Draft:
        reference = attributes.get("r")
        if reference is None:
            row, self._column = self._row, self._column + 1
        elif found := REFERENCE.fullmatch(reference):
            row, self._column = int(found[2]), column_number(found[1])
        else:
            raise self._damaged(f"a cell has the place {reference[:20]!r}")
        return _Draft(row, self._column, attributes.get("t", "n"), attributes.get("s", "0"))

    def _start_inside(self, draft: _Draft, name: str, attributes: dict[str, str]) -> None:
        if name in _VALUE:
            self._heard = []
        elif name in _FORMULA:
            self._heard, draft.formula_kind = [], attributes
        else:
            self._inline.start(name, attributes)

    def _end_heard(self, draft: _Draft, text: str, name: str) -> None:
        self._heard = None
        if name in _VALUE:
            draft.value = text
        else:
            draft.formula = text

    def _keep(self, draft: _Draft) -> None:
        text, kind = self._said(draft)
        if not text.strip():
            return
        self._require_moderate(draft, text)
        position = draft.row, draft.column
        if position in self.cells:
            raise self._damaged(f"the cell {draft.name} stands in it twice")
        self.cells[position] = Cell(draft.row, draft.column, text, kind)

    def _require_moderate(self, draft: _Draft, text: str) -> None:
        self._allowance.cells -= 1
        self._allowance.characters -= len(text)
        if draft.row > ROWS or draft.column > COLUMNS:
            reach = f"{ROWS:,} rows and {COLUMNS} columns (to {column_letter(COLUMNS)})"
            raise self._refused(draft, f"lies beyond the {reach} that can be read. Delete it, or split the table")
        if self._allowance.cells < 0 or self._allowance.characters < 0:
            most = f"{CELLS:,} filled cells or {TEXT_CHARACTERS:,} characters"
            raise self._refused(draft, f"exceeds {most}. Split the workbook")
        if len(text) > CELL_CHARACTERS:
            raise self._refused(draft, f"holds more than {CELL_CHARACTERS:,} characters. Shorten it")
        if bad := _NO_TEXT.search(text):
            problem = f"holds the character U+{ord(bad[0]):04X}, which is not text"
            raise self._refused(draft, f"{problem}. Type the cell again")

    def _said(self, draft: _Draft) -> Value:
        if draft.formula is not None:
            return self._formula(draft.formula, draft.formula_kind or {}), "formula"
        if draft.kind == "inlineStr":
            return self._inline.taken(), "text"
        said = self._value(draft, draft.value) if draft.value else _EMPTY
        if said is None:
            raise self._damaged(f"the cell {draft.name} holds {draft.value[:20]!r}, which is no value of its type")
        return said

    def _value(self, draft: _Draft, value: str) -> Value | None:
        match draft.kind:
            case "s":
                index = self._index(value, -1)
                return (self._texts[index], "text") if 0 <= index < len(self._texts) else None
            case "str":
                return plain(value), "text"
            case "b":
                return (_BOOLEANS[value], "boolean") if value in _BOOLEANS else None
            case "e":
                return value, "error"
            case "d":
                return iso_moment(value)
            case _:
                return self._formats.number(value, self._index(draft.style, 0))

    def _formula(self, text: str, kind: dict[str, str]) -> str:
        formula = f"={plain(text)}"
        if kind.get("t") == "shared":
            group = kind.get("si", "")
            self._formulas.use(group, len(text))
            self._shared[group] = formula if text else self._shared.get(group, formula)
            return self._shared[group]
        if area := AREA.fullmatch(kind.get("ref", "")):
            self._remember(area, formula)
        return formula

    def _remember(self, area: re.Match[str], formula: str) -> None:
        if area[2]:
            self._areas.append((position_of(area[1]), position_of(area[2]), formula))
        if len(self._areas) > _AREAS:
            raise CheckError(f"{self._where}: more than {_AREAS} array formulas. Replace formulas by their values.")

    def _spread(self, first: Position, last: Position, formula: str) -> None:
        """Give the formula to the cells that only hold a part of its result."""
        for (row, column), cell in self.cells.items():
            is_inside = first[0] <= row <= last[0] and first[1] <= column <= last[1]
            if is_inside and cell.kind != "formula":
                self.cells[row, column] = Cell(row, column, formula, "formula")

    def _index(self, text: str | None, default: int) -> int:
        if text is None:
            return default
        if not _NUMBER.fullmatch(text):
            raise self._damaged(f"{text[:20]!r} stands where a number should be")
        return int(text)

    def _damaged(self, problem: str) -> CheckError:
        return CheckError(
            f"{self._where}: damaged: {problem}. Open it in a spreadsheet program and save it as a new .xlsx."
        )

    def _refused(self, draft: _Draft, problem: str) -> CheckError:
        return CheckError(f"{self._where}, cell {draft.name} {problem}.")
