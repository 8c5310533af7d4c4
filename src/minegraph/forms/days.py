"""Days, months and years as people write them."""

from __future__ import annotations

import re
from datetime import date

from minegraph.forms.unreadable import UnreadableError

_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_BACKWARDS = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{1,2})[./]([0-9]{4})")


def day(text: str) -> str | None:
    """The day as `2021-04-30`; None for no day, UnreadableError when it could be two."""
    text = text.strip()
    if found := _DAY.fullmatch(text):
        return _iso(found[4], *_day_and_month(text, int(found[1]), found[2], int(found[3])))
    parts = _BACKWARDS.fullmatch(text) or re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    return _iso(parts[1], int(parts[3]), int(parts[2])) if parts else None


def _day_and_month(text: str, first: int, separator: str, second: int) -> tuple[int, int]:
    if separator == "." or first > 12 or first == second:  # noqa: PLR2004 (months of a year)
        return first, second
    if second > 12:  # noqa: PLR2004
        return second, first
    problem = f'"{text}" can be two days.'
    raise UnreadableError(problem, "Write the date as year-month-day, such as 2021-04-30.")


def _iso(year_text: str, day_number: int, month_number: int) -> str | None:
    try:
        return date(int(year_text), month_number, day_number).isoformat()
    except ValueError:
        return None


def month(text: str) -> str | None:
    """The month as `2021-04`; None for none."""
    text = text.strip()
    parts = _MONTH.fullmatch(text)
    of, number = (parts[2], parts[1]) if parts else text.split("-") if text.count("-") == 1 else ("", "")
    is_month = re.fullmatch("[0-9]{4}", of) and re.fullmatch("[0-9]{1,2}", number) and 1 <= int(number) <= 12  # noqa: PLR2004
    return f"{of}-{int(number):02}" if is_month else None


def year(text: str) -> str | None:
    """The year; None for none."""
    return text.strip() if re.fullmatch(r"[0-9]{4}", text.strip()) else None
