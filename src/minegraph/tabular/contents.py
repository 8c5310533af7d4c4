"""What a workbook says about itself: its sheets, and in which parts of the file everything is."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.package import Deaf, Package
from minegraph.tabular.vocabulary import RELATIONS, named

_SHEETS = 100
_SHEET_NAME_CHARACTERS = 255
_UNSHOWN = re.compile("[\x00-\x1f\u202a-\u202e\u2066-\u2069]")  # control characters, and those that turn text around
_SHEET, _PROPERTIES = named("sheet"), named("workbookPr")
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    state: str
    relation: str

    @property
    def is_visible(self) -> bool:
        """Neither hidden nor very hidden."""
        return self.state == "visible"


@dataclass
class _ContentsReader(Deaf):
    """The sheets that a workbook lists, and from when it counts days."""

    sheets: list[Sheet] = field(default_factory=list)
    is_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _PROPERTIES:
            self.is_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif name in _SHEET:
            relation = next((attributes[f"{space} id"] for space in RELATIONS if f"{space} id" in attributes), "")
            self.sheets.append(Sheet(attributes.get("name", ""), attributes.get("state", "visible"), relation))


@dataclass
class _RelationsReader(Deaf):
    """What a part refers to inside the workbook: kind and target by identifier. What lies outside is left out."""

    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _RELATION and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, attributes.get("Target", "")


@dataclass(frozen=True)
class Contents:
    """What a workbook says about itself: its sheets with the parts they are in, and where texts and styles are."""

    sheets: tuple[Sheet, ...]
    parts: dict[str, tuple[str, str]]
    is_1904: bool

    def part(self, kind: str) -> str | None:
        """The first part of a kind such as `styles`."""
        return next((name for found, name in self.parts.values() if found == kind), None)


def read_contents(package: Package) -> Contents:
    """The contents of a workbook; CheckError when it lists too many sheets, or some that cannot be told apart."""
    relations = _relations(package, "")
    main = next((part for kind, part in relations.values() if kind == "officeDocument"), "xl/workbook.xml")
    reader = _ContentsReader()
    package.read(main, reader)
    if len(reader.sheets) > _SHEETS:
        raise CheckError(f"{shown(package.path)}: more than {_SHEETS} sheets. Split the workbook.")
    _require_names(package, [sheet.name for sheet in reader.sheets])
    return Contents(tuple(reader.sheets), _relations(package, main), reader.is_1904)


def _require_names(package: Package, names: list[str]) -> None:
    if len({name.lower() for name in names}) < len(names):
        raise package.damaged("two sheets have the same name")
    if any(not name or _UNSHOWN.search(name) or len(name) > _SHEET_NAME_CHARACTERS for name in names):
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
