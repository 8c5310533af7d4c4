"""Literals as people write them in a cell, and back: `2.999.725,50`, `30.04.2021`, `yes`, `Lappi @fi`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.forms.days import day, month, year
from minegraph.forms.numbers import plain_number
from minegraph.forms.unreadable import UnreadableError
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
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}


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


def words(datatypes: Iterable[str]) -> str:
    """What a text must be, in words: `a decimal number or a date`."""
    named = list(dict.fromkeys(_WORDS.get(datatype, compress(datatype)) for datatype in datatypes))
    return " or ".join(", ".join(part) for part in (named[:-1], named[-1:]) if part) or "text"


_Found = tuple[str, str | None] | None
_Reader = Callable[[str, str], _Found]


def _untagged(read: Callable[[str], str | None]) -> _Reader:
    """A reader of text that has no language."""

    def reader(text: str, _language: str) -> _Found:
        found = read(text)
        return None if found is None else (found, None)

    return reader


def _integer(text: str) -> str | None:
    plain = plain_number(text)
    return plain if plain and re.fullmatch(r"[+-]?[0-9]+", plain) else None


def _boolean(text: str) -> str | None:
    return _TRUTH.get(text.strip().lower())


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
    f"{XSD}boolean": _untagged(_boolean),
    f"{XSD}integer": _untagged(_integer),
    f"{XSD}decimal": _untagged(plain_number),
    f"{XSD}date": _untagged(day),
    f"{XSD}gYearMonth": _untagged(month),
    f"{XSD}gYear": _untagged(year),
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
