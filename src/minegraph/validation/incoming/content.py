"""The bytes of a file that is handed in, once they are known to be some text in UTF-8."""

from __future__ import annotations

from pathlib import Path

from minegraph.files import BYTE_ORDER_MARK
from minegraph.validation.incoming.lines import line_of
from minegraph.validation.incoming.refusal import refusal

MAX_BYTES = 50_000_000
MAX_LINES = 3_000_000

_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "ZIP", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_content(path: Path) -> bytes:
    """The bytes of a file; CheckError when it is no file, too large, empty, packed, or not UTF-8."""
    data = _bytes(path)
    if not data.removeprefix(BYTE_ORDER_MARK).strip():
        raise refusal(path, "empty. Add the data, or leave the file out.")
    for start, name in _PACKED.items():
        if data.startswith(start):
            raise refusal(path, f"a {name} file. Unpack it, and hand in the file inside.")
    if max(data.count(b"\n"), data.count(b"\r")) > MAX_LINES:
        raise refusal(path, f"has more than {MAX_LINES:,} lines. Hand it in as several files.")
    if data.startswith(_UTF_16):
        raise refusal(path, "UTF-16 text. Save it as UTF-8.")
    if (nul := data.find(b"\0")) >= 0:
        line = line_of(data, nul)
        raise refusal(path, "holds NUL characters, so it is not UTF-8 text. Save it as UTF-8.", line)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = line_of(data, error.start)
        raise refusal(path, "not UTF-8 text. Save the file as UTF-8.", line) from error
    return data


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise refusal(path, "a directory. Name the files in it.")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise refusal(path, "not a file. Check the path.")
        if size > MAX_BYTES:
            raise refusal(path, f"larger than {MAX_BYTES // 1_000_000} MB. Hand it in as several files.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise refusal(path, f"cannot be read ({reason}). Check the path.") from error
