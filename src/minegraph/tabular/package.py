"""The parts of a workbook: a zip file of XML documents, opened without trusting either.

What a workbook claims about itself is not believed: sizes are those of the bytes that come out, and every document is
read piece by piece with a limit on all that it can hold. Nothing outside the file is ever opened.
"""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from minegraph.errors import CheckError
from minegraph.files import shown

MEMBERS = 2_000
UNPACKED_BYTES = 100_000_000
RATIO = 200  # a sheet of equal cells packs 25 times, an attack 1,000 times
SMALL = 1_000_000  # a part below this may pack as well as it likes
DEPTH = 128
NODES = 1_600_000  # elements, their attributes and namespace declarations: a cell has about five
_NAMESPACE_NODES = 20
_PIECE = 2_000_000
_DAMAGE = "Open it in a spreadsheet program and save it as a new .xlsx."
_LOCAL_HEADER = 30
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML_ENDINGS = (".xml", ".rels", ".vml")


class Reader(Protocol):
    """What listens to the elements of an XML part. Names are `namespace local`, or `local` without a namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text between two tags, whole or a piece of it."""


class Deaf:
    """The reader of a part that is only checked, and what readers that listen to little are made from."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Nothing."""

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, data: str) -> None:
        """Nothing."""


class Package:
    """The parts of one workbook file, by name in lower case, since the format does not tell cases apart.

    Raises CheckError for a file that is no zip file, or one that is made to do harm.
    """

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        self._unread = UNPACKED_BYTES
        self._nodes = NODES
        self._read: set[str] = set()
        self._zip = _opened(data, path)
        self._members = _members(self._zip, path)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(self._members)

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of the parts that nobody has read yet."""
        return tuple(name for name in self._members if name not in self._read)

    def read(self, name: str, reader: Reader) -> None:
        """Lead a reader through an XML part, once. CheckError when the part is missing, damaged or does harm."""
        if name not in self._members:
            raise self.damaged(f"the part {name or 'of a sheet'} is missing")
        if name in self._read:
            raise self.damaged(f"the part {name} is used twice")
        self._read.add(name)
        pieces = self._pieces(self._members[name])
        first = next(pieces, b"")
        guard = _Guard(self, name, reader, "utf-16" if first.startswith(_UTF_16) else "utf-8")
        for piece in chain((first,), pieces):
            guard.feed(piece)
        guard.close()

    def check(self, name: str, reader: Reader) -> None:
        """Go through a part of any kind, for what it could do to others; the reader hears it if it is XML."""
        if name.endswith(_XML_ENDINGS):
            self.read(name, reader)
        else:
            for _ in self._pieces(self._members[name]):
                pass

    def count(self, nodes: int) -> None:
        """Count XML nodes of any part; CheckError when the workbook holds too many."""
        self._nodes -= nodes
        if self._nodes < 0:
            raise CheckError(f"{shown(self.path)}: holds more than a table needs. Keep only the filled cells.")

    def damaged(self, problem: str) -> CheckError:
        """The refusal of a workbook that is not put together as it should be."""
        return CheckError(f"{shown(self.path)}: damaged: {problem}. {_DAMAGE}")

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        unpacked = 0
        try:
            with self._zip.open(member) as file:
                while piece := file.read(_PIECE):
                    unpacked += len(piece)
                    self._unread -= len(piece)
                    self._require_moderate(member, unpacked)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise self.damaged(f"the part {member.filename} cannot be unpacked") from error

    def _require_moderate(self, member: zipfile.ZipInfo, unpacked: int) -> None:
        bomb = unpacked > SMALL and unpacked > RATIO * member.compress_size
        if bomb or self._unread < 0:
            raise CheckError(
                f"{shown(self.path)}: unpacks to far more than it holds (a zip bomb). Copy the cells to a new workbook."
            )


class _Guard:
    """The XML parser of one part, which stops at whatever a spreadsheet never holds."""

    def __init__(self, package: Package, name: str, reader: Reader, encoding: str) -> None:
        self._package, self._name, self._reader = package, name, reader
        self._depth = 0
        self._parser = expat.ParserCreate(encoding, " ")  # whatever encoding the part names
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = reader.text

    def feed(self, piece: bytes) -> None:
        if len(piece) == _PIECE and b"<" not in piece:
            raise self._package.damaged(f"the part {self._name} has a tag or text of {_PIECE:,} bytes")
        self._parse(piece, False)

    def close(self) -> None:
        self._parse(b"", True)

    def _parse(self, piece: bytes, is_last: bool) -> None:
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError as error:
            problem = f"line {error.lineno}: {expat.ErrorString(error.code)}"
            raise self._package.damaged(f"the part {self._name} is not XML ({problem})") from error

    def _doctype(self, *_: object) -> None:
        raise CheckError(
            f"{shown(self._package.path)}: the part {self._name} holds a DOCTYPE, which no spreadsheet program writes. "
            "Copy the cells to a new workbook."
        )

    def _namespace(self, *_: object) -> None:
        self._package.count(_NAMESPACE_NODES)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        many = len(attributes)
        self._package.count(1 + many + many * many // 16)  # crowds of attributes are slower than their number
        if self._depth > DEPTH:
            raise self._package.damaged(f"the part {self._name} is nested more than {DEPTH} levels deep")
        self._reader.start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._reader.end(name)


@dataclass(frozen=True)
class _Span:
    """Where the bytes of a member stand, at least."""

    start: int
    end: int


def _opened(data: bytes, path: Path) -> zipfile.ZipFile:
    if data.count(_DIRECTORY_ENTRY) > MEMBERS:
        raise CheckError(f"{shown(path)}: holds more than {MEMBERS:,} parts. Copy the cells to a new workbook.")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise CheckError(f"{shown(path)}: damaged or cut off, not a whole zip file. Save or send it again.") from error


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    listed = [member for member in archive.infolist() if not member.is_dir()]
    if fault := next(_faults(listed), None):
        raise CheckError(f"{shown(path)}: {fault}")
    return {member.filename.lower(): member for member in listed}


def _faults(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        yield "protected by a password. Save it without one."
    if any(member.compress_type not in _PACKINGS for member in members):
        yield f"packed in a way that spreadsheet programs do not use. {_DAMAGE}"
    if len({member.filename.lower() for member in members}) < len(members):
        yield f"holds two parts of the same name. {_DAMAGE}"
    spans = sorted((_span(member) for member in members), key=lambda span: span.start)
    if any(earlier.end > later.start for earlier, later in pairwise(spans)):
        yield "parts of it overlap (a zip bomb). Copy the cells to a new workbook."


def _span(member: zipfile.ZipInfo) -> _Span:
    return _Span(member.header_offset, member.header_offset + _LOCAL_HEADER + member.compress_size)
