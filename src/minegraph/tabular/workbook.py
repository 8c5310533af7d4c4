"""Excel workbooks, read without trusting them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.allowance import Allowance
from minegraph.tabular.contents import Contents, read_contents
from minegraph.tabular.formats import FORMAT_CHARACTERS, Formats
from minegraph.tabular.grid import Grid
from minegraph.tabular.package import Deaf, Package
from minegraph.tabular.sheet import SheetReader
from minegraph.tabular.source import OLE, ZIP, read_source, real_kind
from minegraph.tabular.spread import SpreadReader
from minegraph.tabular.strings import TextReader
from minegraph.tabular.vocabulary import named

_MERGED_SHOWN = 3
_FORMAT, _STYLES, _STYLE = named("numFmt"), named("cellXfs"), named("xf")
_AREA = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
_SAVE = "Save it as an Excel workbook (.xlsx)."
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What shows that a zip file is something else, and what that is.
_OTHERS = {
    "xl/vbaproject.bin": "holds macros, which are never run. Save it as an Excel workbook without macros (.xlsx).",
    "xl/workbook.bin": f"a binary workbook (.xlsb). {_SAVE}",
    "content.xml": f"an OpenDocument file (.ods). {_SAVE}",
    "word/document.xml": "a Word document. Copy its table to an Excel workbook (.xlsx).",
    "ppt/presentation.xml": "a presentation. Copy its table to an Excel workbook (.xlsx).",
    "index/document.iwa": f"a Numbers document. {_SAVE}",
}


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """The visible sheets of a workbook, in their order.

    Nothing is calculated, run or followed. Hidden sheets are left out, with a note on the first grid unless their name
    begins with `_`. Raises CheckError for a file that is not a sound workbook, naming sheet and cell where it can.
    """
    package = Package(_workbook_bytes(path), path)
    if other := next((problem for name, problem in _OTHERS.items() if name in package.names), None):
        raise CheckError(f"{shown(path)}: {other}")
    contents = read_contents(package)
    allowance = Allowance()
    sheets = _read_sheets(package, contents, allowance)
    for name in package.unread:
        package.check(name, SpreadReader(f"{shown(path)}: the part {name}", allowance))
    return sheets


def _workbook_bytes(path: Path) -> bytes:
    data = read_source(path)
    if data.startswith(OLE):
        locked = "protected by a password. Save it without one."
        raise CheckError(f"{shown(path)}: {locked if _ENCRYPTED in data else f'an old Excel file (.xls). {_SAVE}'}")
    if not data.startswith(ZIP):
        kind = real_kind(data) or "a text file"
        raise CheckError(f"{shown(path)}: is really {kind}, not a workbook. Open it in a spreadsheet program. {_SAVE}")
    return data


@dataclass
class _StyleReader(Deaf):
    """The number formats of a workbook's cell styles."""

    formats: Formats
    _is_cells: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "0")
        index = int(number) if _NUMBER.fullmatch(number) else 0
        if name in _FORMAT:
            self.formats.codes[index] = attributes.get("formatCode", "")[:FORMAT_CHARACTERS]
        elif name in _STYLES:
            self._is_cells = True
        elif name in _STYLE and self._is_cells:
            self.formats.styles.append(index)

    def end(self, name: str) -> None:
        if name in _STYLES:
            self._is_cells = False


def _read_sheets(package: Package, contents: Contents, allowance: Allowance) -> tuple[Grid, ...]:
    texts, styles = TextReader(), _StyleReader(Formats(contents.is_1904))
    if part := contents.part("sharedStrings"):
        package.read(part, texts)
    if part := contents.part("styles"):
        package.read(part, styles)
    grids = []
    for sheet in contents.sheets:
        kind, part = contents.parts.get(sheet.relation, ("", ""))
        if sheet.is_visible and kind in ("worksheet", ""):
            where = f'{shown(package.path)}: sheet "{sheet.name}"'
            reader = SheetReader(where, texts.texts, styles.formats, allowance)
            package.read(part, reader)
            grids.append(Grid(sheet.name, reader.rows(), notes=tuple(_about_merged(reader.merged))))
    return _with_notes(package, contents, grids)


def _with_notes(package: Package, contents: Contents, grids: list[Grid]) -> tuple[Grid, ...]:
    if not grids:
        raise CheckError(f"{shown(package.path)}: has no visible sheet. Show the sheet with the data.")
    hidden = [sheet.name for sheet in contents.sheets if not sheet.is_visible and not sheet.name.startswith("_")]
    notes = tuple(f'The hidden sheet "{name}" was not read.' for name in hidden)
    first = grids[0]
    return Grid(first.name, first.rows, first.lines, (*notes, *first.notes)), *grids[1:]


def _about_merged(areas: list[str]) -> list[str]:
    shown_areas = [area for area in areas[:_MERGED_SHOWN] if _AREA.fullmatch(area)]
    if not shown_areas:
        return []
    more = f" and {len(areas) - len(shown_areas):,} more" if len(areas) > len(shown_areas) else ""
    return [f"Merged cells: {', '.join(shown_areas)}{more}. Only the first cell of each holds its value."]
