"""Excel workbooks, read without trusting them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.formats import FORMAT_CHARACTERS, Formats
from minegraph.tabular.grid import Grid
from minegraph.tabular.package import Package
from minegraph.tabular.sheet import Allowance, SheetReader
from minegraph.tabular.source import OLE, ZIP, read_source, real_kind
from minegraph.tabular.strings import TextReader
from minegraph.tabular.vocabulary import RELATIONS, named

_SHEETS = 100
_SHEET_NAME_CHARACTERS = 255
_MERGED_SHOWN = 3
_SHEET, _PROPERTIES = named("sheet"), named("workbookPr")
_FORMAT, _STYLES, _STYLE = named("numFmt"), named("cellXfs"), named("xf")
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
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
    contents = _contents(package)
    sheets = _read_sheets(package, contents)
    for name in package.unread:
        package.check(name)
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


@dataclass(frozen=True)
class _Sheet:
    """A sheet as the workbook lists it."""

    name: str
    state: str
    relation: str

    @property
    def is_visible(self) -> bool:
        return self.state == "visible"


@dataclass
class _ContentsReader:
    """The sheets that a workbook lists, and from when it counts days."""

    sheets: list[_Sheet] = field(default_factory=list)
    is_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _PROPERTIES:
            self.is_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif name in _SHEET:
            relation = next((attributes[f"{space} id"] for space in RELATIONS if f"{space} id" in attributes), "")
            self.sheets.append(_Sheet(attributes.get("name", ""), attributes.get("state", "visible"), relation))

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, data: str) -> None:
        """Nothing."""


@dataclass
class _RelationsReader:
    """What a part refers to inside the workbook: kind and target by identifier. What lies outside is left out."""

    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _RELATION and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, attributes.get("Target", "")

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, data: str) -> None:
        """Nothing."""


@dataclass
class _StyleReader:
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

    def text(self, data: str) -> None:
        """Nothing."""


@dataclass(frozen=True)
class _Contents:
    """What a workbook says about itself: its sheets with the parts they are in, and where texts and styles are."""

    sheets: tuple[_Sheet, ...]
    parts: dict[str, tuple[str, str]]
    is_1904: bool

    def part(self, kind: str) -> str | None:
        return next((name for found, name in self.parts.values() if found == kind), None)


def _contents(package: Package) -> _Contents:
    relations = _relations(package, "")
    main = next((part for kind, part in relations.values() if kind == "officeDocument"), "xl/workbook.xml")
    reader = _ContentsReader()
    package.read(main, reader)
    if len(reader.sheets) > _SHEETS:
        raise CheckError(f"{shown(package.path)}: more than {_SHEETS} sheets. Split the workbook.")
    _require_names(package, [sheet.name for sheet in reader.sheets])
    return _Contents(tuple(reader.sheets), _relations(package, main), reader.is_1904)


def _require_names(package: Package, names: list[str]) -> None:
    if len({name.lower() for name in names}) < len(names):
        raise package.damaged("two sheets have the same name")
    if any(not name.isprintable() or not name or len(name) > _SHEET_NAME_CHARACTERS for name in names):
        raise package.damaged("a sheet has a name that cannot be shown")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and part by identifier of what a part refers to."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    reader = _RelationsReader()
    if listing in package.names:
        package.read(listing, reader)
    return {
        identifier: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower())
        for identifier, (kind, target) in reader.targets.items()
    }


def _read_sheets(package: Package, contents: _Contents) -> tuple[Grid, ...]:
    texts, styles = TextReader(), _StyleReader(Formats(contents.is_1904))
    if part := contents.part("sharedStrings"):
        package.read(part, texts)
    if part := contents.part("styles"):
        package.read(part, styles)
    allowance = Allowance()
    grids = []
    for sheet in contents.sheets:
        kind, part = contents.parts.get(sheet.relation, ("", ""))
        if sheet.is_visible and kind in ("worksheet", ""):
            where = f'{shown(package.path)}: sheet "{sheet.name}"'
            reader = SheetReader(where, texts.texts, styles.formats, allowance)
            package.read(part, reader)
            grids.append(Grid(sheet.name, reader.rows(), notes=tuple(_about_merged(reader.merged))))
    return _with_notes(package, contents, grids)


def _with_notes(package: Package, contents: _Contents, grids: list[Grid]) -> tuple[Grid, ...]:
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
