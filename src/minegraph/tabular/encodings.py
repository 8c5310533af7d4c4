"""Text from the bytes of a file: Unicode is read, any other encoding has to be named by who hands it in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.lines import line_after, lines

# The longer marks first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LIKELY = ("windows-1252", "windows-1250", "iso-8859-1")
USUAL = {
    "windows-1252": "Western European, as Excel for Windows writes it",
    "windows-1250": "Central European, as Excel for Windows writes it",
    "iso-8859-1": "Western European (Latin-1)",
    "iso-8859-2": "Central European (Latin-2)",
    "iso-8859-15": "Western European with € (Latin-9)",
    "windows-1251": "Cyrillic, as Excel for Windows writes it",
    "windows-1253": "Greek, as Excel for Windows writes it",
    "mac-roman": "Western European, as Excel for Mac writes it",
    "cp850": "Western European (MS-DOS)",
    "utf-16-le": "Unicode (UTF-16, the low byte first)",
    "utf-16-be": "Unicode (UTF-16, the high byte first)",
}
_NOT_FOR_FILES = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})
_SAMPLE = 65_536
_RARE = 20
_QUOTED_CHARACTERS = 60
_MANY = 2  # two well-formed characters beyond ASCII are no accident: the file is UTF-8, with a fault


class EncodingError(CheckError):
    """Bytes that are not Unicode: the `encoding` in which they read well, and a `sample` of them as it reads then."""

    def __init__(self, where: str, encoding: str, sample: str) -> None:
        self.encoding, self.sample = encoding, sample
        advice = f'If that is right, add --encoding {encoding}, or save it as "CSV UTF-8".'
        super().__init__(f'{where}: not UTF-8. It reads as {encoding}: "{sample}". {advice}')


def decoded(data: bytes, path: Path, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file without its byte order mark, and a note unless it is plain UTF-8.

    Raises EncodingError for bytes that are not Unicode but read well otherwise, and CheckError for other bytes, and for
    those that do not fit the `encoding` that was named.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if encoding is not None:
        return _named(data, path, encoding, _MARKS.get(mark))
    if mark:
        return _marked(data, path, _MARKS[mark])
    if b"\0" in data[:_SAMPLE]:
        raise _about_nulls(data, path)
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        raise _about_bytes(data, path, error) from error


def _marked(data: bytes, path: Path, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = _strict(data, path, encoding)
    plain = encoding == "utf-8"
    return text, () if plain else (f"Read as {encoding.upper()}, as its first bytes say.",)


def _named(data: bytes, path: Path, encoding: str, marked: str | None) -> tuple[str, tuple[str, ...]]:
    family = _known(encoding, path)
    if marked and not family.startswith(marked):
        raise CheckError(f"{shown(path)}: its first bytes say that it is {marked.upper()}. Leave out --encoding.")
    return _strict(data, path, marked or encoding), (f"Read as {encoding}, as asked for.",)


def _known(encoding: str, path: Path) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # codecs that are not of text, such as rot13, are refused here
    except (LookupError, ValueError):
        name = "undefined"
    if name.replace("-", "_") in {other.replace("-", "_") for other in _NOT_FOR_FILES}:
        advice = "Name one such as windows-1252, or save the file as UTF-8 and leave out --encoding."
        raise CheckError(f"{shown(path)}: there is no text encoding {encoding!r}. {advice}")
    return name


def _strict(data: bytes, path: Path, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = line_after(data[: error.start].decode(encoding, "replace"))
        raise CheckError(
            f"{shown(path)}:{line}: not {encoding}. Name its true encoding with --encoding, or save it as UTF-8."
        ) from error


def _about_nulls(data: bytes, path: Path) -> CheckError:
    encoding = _wide(data)
    text = data.decode(encoding) if encoding and _fits(data, encoding) else "\0"
    if encoding is None or "\0" in text:
        line = line_after(data[: data.index(b"\0")].decode("latin-1"))
        return CheckError(f'{shown(path)}:{line}: holds NUL bytes, so it is not text. Save the table as "CSV UTF-8".')
    first = next((line for line in lines(text) if line.strip()), "")
    return EncodingError(f"{shown(path)}:1", encoding, _visible(first.strip()[:_QUOTED_CHARACTERS]))


def _wide(data: bytes) -> str | None:
    """UTF-16 of either order by where its zero bytes are; None when they are too few for that.

    Separators, digits and Latin letters each have one, in their higher half.
    """
    sample = data[:_SAMPLE]
    if sample.count(0) * _RARE < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _about_bytes(data: bytes, path: Path, error: UnicodeDecodeError) -> CheckError:
    where = f"{shown(path)}:{line_after(data[: error.start].decode())}"
    rest = data.decode("utf-8", "ignore")
    if sum(1 for _ in re.finditer(r"[^\x00-\x7f]", rest)) >= _MANY:
        broken = f"the byte 0x{data[error.start]:02X} is not UTF-8, though other lines are"
        return CheckError(f'{where}: {broken}. Type that cell again and save the file as "CSV UTF-8".')
    encoding = next(name for name in _LIKELY if _fits(data, name))
    return EncodingError(where, encoding, _visible(_fragment(data, error.start).decode(encoding)))


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fragment(data: bytes, position: int) -> bytes:
    """What stands between separators around a byte, as long as a message can show."""
    before = re.split(rb'[\r\n,;\t|"]', data[max(position - _QUOTED_CHARACTERS, 0) : position])[-1]
    after = re.split(rb'[\r\n,;\t|"]', data[position : position + _QUOTED_CHARACTERS], maxsplit=1)[0]
    return before + after


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() else "\N{MIDDLE DOT}" for character in text).strip()
