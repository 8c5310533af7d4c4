"""The datatypes that CSV on the Web and RDF have in common, and whether a text is of one."""

from __future__ import annotations

import re
from datetime import date, datetime

from minegraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_FRACTION = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_DOUBLE = rf"{_FRACTION}([eE][+-]?\d+)?|[+-]?INF|NaN"
_INTEGERS = (
    *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort"),
)
_FORMS = {
    **dict.fromkeys(_INTEGERS, r"[+-]?\d+"),
    "decimal": _FRACTION,
    "double": _DOUBLE,
    "float": _DOUBLE,
    "boolean": "true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?",
    "gYear": r"\d{4}",
    "gYearMonth": r"\d{4}-(0[1-9]|1[0-2])",
    "anyURI": r".*",
    "string": r".*",
}
BUILT_IN = {f"{_XSD}{name}": name for name in _FORMS}
"""Datatypes by their IRIs, as CSV on the Web calls them."""

_PATTERNS = {iri: re.compile(_FORMS[name], re.DOTALL) for iri, name in BUILT_IN.items()}
_CALENDAR = {f"{_XSD}date": date.fromisoformat, f"{_XSD}dateTime": datetime.fromisoformat}


def is_formed(text: str, datatype: str) -> bool:
    """Whether a text is of a datatype in a form that CSV on the Web reads; of datatypes unknown to it, any is.

    >>> is_formed("2021-02-28", f"{_XSD}date"), is_formed("2021-02-30", f"{_XSD}date")
    (True, False)
    """
    pattern = _PATTERNS.get(datatype)
    if pattern is None:
        return not datatype.startswith(_XSD)
    return bool(pattern.fullmatch(text)) and _is_in_calendar(text, datatype)


def _is_in_calendar(text: str, datatype: str) -> bool:
    try:
        return datatype not in _CALENDAR or bool(_CALENDAR[datatype](text))
    except ValueError:
        return False
