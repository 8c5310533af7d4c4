"""Numbers as people read them. Data keeps them as they are written."""

from __future__ import annotations

import re

_LARGE = re.compile(r"(-?)(\d{5,})(\.\d+)?")
MINUS = "\N{MINUS SIGN}"


def grouped(number: str) -> str:
    """A number with commas between its thousands, from five digits on: one of four digits may be a year.

    >>> grouped("2999725"), grouped("-70937.5"), grouped("2017"), grouped("1e6")
    ('2,999,725', '-70,937.5', '2017', '1e6')
    """
    found = _LARGE.fullmatch(number)
    return f"{found[1]}{int(found[2]):,}{found[3] or ''}" if found else number


def with_minus(number: str) -> str:
    r"""A number whose sign is a minus, which is as wide as a plus, rather than a hyphen.

    >>> ascii(with_minus("-0.033")), with_minus("+0.300")
    ("'\\u22120.033'", '+0.300')
    """
    return MINUS + number[1:] if number.startswith("-") else number
