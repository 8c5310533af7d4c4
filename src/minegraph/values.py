"""RDF terms as Python values, for code and notebooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from minegraph.render import NUMERIC
from minegraph.store import Term
from minegraph.terms import PREFIXES

Value = str | int | float | bool | date | datetime | None

_XSD = PREFIXES["xsd"]
_FRACTIONS = {f"{_XSD}{name}" for name in ("decimal", "double", "float")}
_READERS: dict[str, Callable[[str], Value]] = {
    **{datatype: float if datatype in _FRACTIONS else int for datatype in NUMERIC},
    f"{_XSD}boolean": lambda text: text in {"true", "1"},
    f"{_XSD}date": date.fromisoformat,
    f"{_XSD}dateTime": datetime.fromisoformat,
    f"{_XSD}gYear": int,
}


def value(term: Term | None) -> Value:
    """Numbers, truth values and dates as such, years as numbers, everything else (IRIs too) as text.

    >>> value(Literal(3)), value(NamedNode("https://example.org/")), value(None)
    (3, 'https://example.org/', None)
    """
    match term:
        case None:
            return None
        case NamedNode():
            return term.value
        case Literal():
            return _read(term)
        case _:
            return str(term)


def _read(literal: Literal) -> Value:
    """What is not of its datatype's form (the 30th of February) stays the text it is."""
    reader = _READERS.get(literal.datatype.value)
    try:
        return reader(literal.value) if reader else literal.value
    except ValueError:
        return literal.value
