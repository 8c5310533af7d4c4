"""Numbers as people write them, with commas, points and spaces of many kinds."""

from __future__ import annotations

import re

from minegraph.forms.unreadable import UnreadableError

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_GROUPED = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:([ .,'\u00a0\u202f\u2019])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_THOUSAND = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def plain_number(text: str) -> str | None:
    """The number as XSD writes it: a point before its decimals and nothing between its digits; None for no number.

    Raises UnreadableError when it could be two numbers.

    >>> plain_number("2.999.725,50"), plain_number("1 234"), plain_number("many")
    ('2999725.50', '1234', None)
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text
    grouped, comma = _GROUPED.fullmatch(text), _COMMA.fullmatch(text)
    if grouped and comma and grouped[4] is None:
        whole, point = text.replace(",", ""), text.replace(",", ".")
        raise UnreadableError(f'"{text}" can be two numbers.', f"Write {whole} or {point}0.")
    if comma:
        return f"{comma[1]}.{comma[2]}"
    if grouped and grouped[2] != grouped[3]:
        digits = grouped[1].replace(grouped[2], "")
        return f"{digits}.{grouped[4]}" if grouped[4] else digits
    return None


def has_comma(text: str) -> bool:
    """True for a number that can only have a comma before its decimals.

    >>> has_comma("2,5"), has_comma("1.234.567"), has_comma("1,234"), has_comma("1,234.50"), has_comma("2.5")
    (True, True, False, False, False)
    """
    grouped, comma = _GROUPED.fullmatch(text.strip()), _COMMA.fullmatch(text.strip())
    if grouped:
        return grouped[2] == "." and (grouped[3] == "," or text.count(".") > 1)
    return comma is not None


def require_one_meaning(text: str) -> None:
    """UnreadableError for `1.234` where other numbers have a comma before their decimals: it may be a thousand."""
    if _THOUSAND.fullmatch(text.strip()):
        whole, point = text.replace(".", ""), text.replace(".", ",").rstrip("0").rstrip(",")
        clear = f"{point}0" if _COMMA.fullmatch(point) and _GROUPED.fullmatch(point) else point
        raise UnreadableError(f'"{text}" can be two numbers where decimals have a comma.', f"Write {whole} or {clear}.")
