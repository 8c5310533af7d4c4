"""What the values of a workbook's cells say, as text."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601
from openpyxl.utils.escape import unescape

from minegraph.tabular.grid import Kind

FORMAT_CHARACTERS = 255  # Excel's own limit; openpyxl's patterns take quadratic time on longer ones
_SURROGATES = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?\s*", re.ASCII)
_OUT_OF_RANGE = "#VALUE!"  # what openpyxl gives for a date before or after all calendars

Value = tuple[str, Kind]


@dataclass
class Formats:
    """Which cell styles show their number as a date or as a span of time, and from when days are counted."""

    is_1904: bool = False
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILTIN_FORMATS))
    styles: list[int] = field(default_factory=list)
    _dates: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    def number(self, text: str, style: int) -> Value | None:
        """What a number says in a style, or None when it is none."""
        value = float(text) if _NUMBER.fullmatch(text) and len(text) < FORMAT_CHARACTERS else math.inf
        if math.isinf(value):
            return None
        is_date, is_span = self._kind(style)
        if not is_date:
            return decimal(value), "number"
        try:
            return moment(from_excel(value, MAC_EPOCH if self.is_1904 else WINDOWS_EPOCH, timedelta=is_span))
        except (OverflowError, ValueError):
            return _OUT_OF_RANGE, "error"

    def _kind(self, style: int) -> tuple[bool, bool]:
        if style not in self._dates:
            number = self.styles[style] if style < len(self.styles) else 0
            code = self.codes.get(number, "General")
            self._dates[style] = is_date_format(code), is_timedelta_format(code)
        return self._dates[style]


def decimal(value: float) -> str:
    """The shortest decimal that means exactly this number, without an exponent.

    >>> decimal(2999725.0), decimal(2.4), decimal(1e-7), decimal(-0.0), decimal(1e22)
    ('2999725', '2.4', '0.0000001', '0', '10000000000000000000000')
    """
    text = format(Decimal(repr(value)), "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta) -> Value:
    """A day as `2021-04-30`, with a time unless that is midnight. A time alone, or a span, is text: `09:30:00`.

    >>> moment(datetime.datetime(2021, 4, 30)), moment(datetime.datetime(2021, 4, 30, 9, 30))
    (('2021-04-30', 'date'), ('2021-04-30T09:30:00', 'date'))
    """
    if isinstance(value, datetime.timedelta):
        return _span(value), "text"
    if isinstance(value, datetime.time):
        return value.isoformat(), "text"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds"), "date"
    return value.isoformat()[:10], "date"


def _span(value: datetime.timedelta) -> str:
    """
    >>> _span(datetime.timedelta(hours=36, minutes=5))
    '36:05:00'
    """
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < datetime.timedelta() else ''}{hours}:{minutes:02}:{seconds:02}"


def iso_moment(text: str) -> Value | None:
    """What a date that is written out says, or None when there is no such day."""
    try:
        return moment(from_ISO8601(text))
    except ValueError:
        return None


def plain(text: str) -> str:
    """Text as the sheet shows it: `_x000D_` is how workbooks write characters that XML cannot hold.

    >>> plain("a_x000A_b"), plain("_x005F_x000A_")
    ('a\\nb', '_x000A_')
    """
    decoded: str = unescape(text)
    if not _SURROGATES.search(decoded):
        return decoded
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
