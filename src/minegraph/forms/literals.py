"""Literals as people write them in a cell, and back: `2.999.725,50`, `30.04.2021`, `yes`, `Lappi @fi`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from minegraph.terms import PREFIXES, compress, expand
from minegraph.validation.shacl import RDF, XSD

DEFAULT_LANGUAGE = "en"
LANG_STRING = f"{RDF}langString"
STRING = f"{XSD}string"

_TAGGED = re.compile(r"(?s)(.*?)(?:\s+@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)|@([a-z]{2}(?:-[A-Za-z0-9]{1,8})*))")
_LONG_TAGS = frozenset(
    [
        "csb",
        "dsb",
        "fkv",
        "frr",
        "fur",
        "gsw",
        "hsb",
        "mul",
        "nds",
        "rom",
        "rup",
        "sma",
        "smj",
        "smn",
        "sms",
        "szl",
        "und",
        "vro",
    ]
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TYPED = re.compile(r"(?s)(.*?)\s*\^\^(\S+)")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_GROUPED = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:([ .,'\u00a0\u202f\u2019])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_THOUSAND = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_BACKWARDS = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{1,2})[./]([0-9]{4})")
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}


class UnreadableError(ValueError):
    """A text that is no value of the kind: what is wrong, and what to do."""

    def __init__(self, problem: str, advice: str) -> None:
        self.problem, self.advice = problem, advice
        super().__init__(f"{problem} {advice}")


@dataclass(frozen=True)
class Reading:
    """A term that a text was read as, and whether it now says so in other words (`30.04.2021` as 2021-04-30)."""

    term: ox.NamedNode | ox.Literal
    reworded: bool = False


def read_literal(text: str, datatypes: Iterable[str], language: str = DEFAULT_LANGUAGE) -> Reading:
    """The literal that a text is, of the first of the datatypes that fits; UnreadableError when none does.

    Text ends with its language (`Lappi @fi`) where that is not `language`; `2016 ^^xsd:gYear` names a datatype, one for
    which `datatypes` may be empty. Without datatypes, a text is a string.
    """
    if unseen := _CONTROL.search(text):
        problem = f"The cell holds a control character (U+{ord(unseen[0]):04X}), a sign of a wrong encoding."
        raise UnreadableError(problem, "Save the file as UTF-8, or name its encoding with --encoding.")
    allowed = tuple(dict.fromkeys(datatypes)) or (STRING,)
    typed = _TYPED.fullmatch(text)
    if typed and _is_datatype(expand(typed[2])):
        return Reading(_literal(typed[1], expand(typed[2]), language))
    for datatype in sorted(allowed, key=_specific_first):
        if found := _reader(datatype, allowed)(text, language):
            lexical, tag = found
            literal = ox.Literal(lexical, language=tag) if tag else _literal(lexical, datatype, language)
            return Reading(literal, datatype not in (STRING, LANG_STRING) and lexical != text)
    raise UnreadableError(*_mismatch(text, allowed))


def write_literal(literal: ox.Literal, datatypes: Iterable[str], language: str = DEFAULT_LANGUAGE) -> str:
    """The text that `read_literal` reads as the literal; the shortest that does."""
    candidates = [literal.value]
    candidates += [f"{literal.value} @{literal.language}"] if literal.language else []
    for text in candidates:
        try:
            if read_literal(text, datatypes, language).term == literal:
                return text
        except UnreadableError:
            continue
    return f"{candidates[-1]} ^^{compress(literal.datatype.value)}"


def _literal(text: str, datatype: str, language: str) -> ox.Literal:
    if datatype != LANG_STRING:
        return ox.Literal(text, datatype=ox.NamedNode(datatype))
    found = _TAGGED.fullmatch(text)
    return ox.Literal(found[1], language=_tag(found)) if found else ox.Literal(text, language=language)


def is_numeric(datatypes: Iterable[str]) -> bool:
    """True when all of the datatypes, and any at all, are of numbers."""
    given = set(datatypes)
    return bool(given) and given <= {f"{XSD}decimal", f"{XSD}integer"}


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
        raise UnreadableError(f'"{text}" can be two numbers, since others have a comma.', f"Write {whole} or {clear}.")


def words(datatypes: Iterable[str]) -> str:
    """What a text must be, in words: `a decimal number or a date`."""
    named = list(dict.fromkeys(_WORDS.get(datatype, compress(datatype)) for datatype in datatypes))
    return " or ".join(", ".join(part) for part in (named[:-1], named[-1:]) if part) or "text"


_Found = tuple[str, str | None] | None
_Reader = Callable[[str, str], _Found]


def _integer(text: str, _language: str) -> _Found:
    plain = _number(text)
    return (plain, None) if plain and re.fullmatch(r"[+-]?[0-9]+", plain) else None


def _decimal(text: str, _language: str) -> _Found:
    plain = _number(text)
    return (plain, None) if plain else None


def _number(text: str) -> str | None:
    """A number with a point before its decimals and nothing between its digits; an error when it could be two."""
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


def _boolean(text: str, _language: str) -> _Found:
    value = _TRUTH.get(text.strip().lower())
    return (value, None) if value else None


def _date(text: str, _language: str) -> _Found:
    text = text.strip()
    if day := _DAY.fullmatch(text):
        return _iso(day[4], *_day_and_month(text, int(day[1]), day[2], int(day[3])))
    parts = _BACKWARDS.fullmatch(text) or re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    return _iso(parts[1], int(parts[3]), int(parts[2])) if parts else None


def _day_and_month(text: str, first: int, separator: str, second: int) -> tuple[int, int]:
    if separator == "." or first > 12 or first == second:  # noqa: PLR2004 (months of a year)
        return first, second
    if second > 12:  # noqa: PLR2004
        return second, first
    problem = f'"{text}" can be two days.'
    raise UnreadableError(problem, "Write the date as year-month-day, such as 2021-04-30.")


def _iso(year: str, day: int, month: int) -> _Found:
    try:
        return date(int(year), month, day).isoformat(), None
    except ValueError:
        return None


def _month(text: str, _language: str) -> _Found:
    text = text.strip()
    parts = _MONTH.fullmatch(text)
    year, month = (parts[2], parts[1]) if parts else text.split("-") if text.count("-") == 1 else ("", "")
    is_month = re.fullmatch("[0-9]{4}", year) and re.fullmatch("[0-9]{1,2}", month) and 1 <= int(month) <= 12  # noqa: PLR2004
    return (f"{year}-{int(month):02}", None) if is_month else None


def _year(text: str, _language: str) -> _Found:
    return (text.strip(), None) if re.fullmatch(r"[0-9]{4}", text.strip()) else None


def _string(text: str, _language: str) -> _Found:
    return text, None


def _tagged(text: str, language: str) -> _Found:
    found = _TAGGED.fullmatch(text)
    if found and not _is_language(_tag(found)):
        raise UnreadableError(f'"@{_tag(found)}" names no language.', "Write its code, such as @fi, or take it out.")
    return (found[1], _tag(found)) if found else (text, language)


def _is_language(tag: str) -> bool:
    """Two letters are, and of three those of Europe's languages that have no two."""
    first = tag.partition("-")[0]
    return len(first) == 2 or first in _LONG_TAGS  # noqa: PLR2004 (letters)


def _tag(found: re.Match[str]) -> str:
    return (found[2] or found[3]).lower()


def _tagged_only(text: str, language: str) -> _Found:
    found = _TAGGED.fullmatch(text)
    return _tagged(text, language) if found and _is_language(_tag(found)) else None


_WKT = f"{PREFIXES['geo']}wktLiteral"
_READERS: dict[str, _Reader] = {
    f"{XSD}boolean": _boolean,
    f"{XSD}integer": _integer,
    f"{XSD}decimal": _decimal,
    f"{XSD}date": _date,
    f"{XSD}gYearMonth": _month,
    f"{XSD}gYear": _year,
    LANG_STRING: _tagged,
    STRING: _string,
}
_RANKS = {datatype: rank for rank, datatype in enumerate(_READERS)}
_WORDS = {
    f"{XSD}boolean": "true or false",
    f"{XSD}integer": "a whole number",
    f"{XSD}decimal": "a number",
    f"{XSD}date": "a day (2021-04-30)",
    f"{XSD}gYearMonth": "a month (2021-04)",
    f"{XSD}gYear": "a year (2021)",
    LANG_STRING: "text",
    STRING: "text",
    _WKT: "a point such as POINT(26.5 67.9), longitude first",
}


def _reader(datatype: str, allowed: tuple[str, ...]) -> _Reader:
    """The reader of a datatype: beside plain strings, only text that names its language is language-tagged."""
    if datatype == LANG_STRING and STRING in allowed:
        return _tagged_only
    return _READERS.get(datatype, _string)


def _specific_first(datatype: str) -> int:
    return _RANKS.get(datatype, len(_RANKS) - 2)


def _is_datatype(iri: str) -> bool:
    try:
        return iri.startswith("http") and bool(ox.NamedNode(iri))
    except ValueError:
        return False


def _mismatch(text: str, allowed: tuple[str, ...]) -> tuple[str, str]:
    wanted = words(allowed)
    return f'"{text}" is not {wanted}.', f"Write {wanted}."
