"""What each constraint component means: a SPARQL test of one value, and a sentence for when it fails.

Every test is an expression that is true when the value is as wanted and never an error. Literals are compared as the
store holds them, which differs from the standard in three places. Types derived from xsd:integer are stored as
xsd:integer, so that sh:datatype xsd:positiveInteger is a test of the range, and "5"^^xsd:int passes for xsd:integer;
integers of more than 64 bits pass for xsd:integer only. Lexical variants are one value ("007" and 7). The ill-typed
literals found are those of types that SPARQL can cast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from minegraph.terms import compress
from minegraph.validation.shacl import RDF, RDFS, SH, XSD
from minegraph.validation.shapes import Constraint
from minegraph.validation.triples import Term

Classes = Callable[[Term], list[str]]

_CAST = ("date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "boolean")
_DURATIONS = ("duration", "dayTimeDuration", "yearMonthDuration")
_NUMBERS = ("decimal", "double", "float")
_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63) + 1, 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**63 - 1),
}
_KINDS = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBlank({v})",
    "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "!isLiteral({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBlank({v})",
}
_RANGES = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
_SENTENCES = {
    "and": "Must meet all of several conditions",
    "class": "Must be a {0}",
    "closed": "This property is not allowed here",
    "datatype": "Must be a {0}",
    "disjoint": "Must differ from the values of {0}",
    "equals": "Must be the same as the values of {0}",
    "hasValue": "Must have the value {0}",
    "in": "Must be one of {all}",
    "languageIn": "Must be text in one of the languages {all}",
    "lessThan": "Must be less than {0}",
    "lessThanOrEquals": "Must not be more than {0}",
    "maxCount": "Must not have more than {0}",
    "maxExclusive": "Must be less than {0}",
    "maxInclusive": "Must be at most {0}",
    "maxLength": "Must not be longer than {0} characters",
    "minCount": "Must have at least {0}",
    "minExclusive": "Must be more than {0}",
    "minInclusive": "Must be at least {0}",
    "minLength": "Must have at least {0} characters",
    "node": "Must meet the conditions of another shape",
    "nodeKind": "Must be of the kind {0}",
    "not": "Must not meet a condition that it meets",
    "or": "Must meet at least one of several conditions",
    "pattern": "Must match the pattern {0}",
    "qualifiedMaxCount": "Must not have more than {0} of a certain kind",
    "qualifiedMinCount": "Must have at least {0} of a certain kind",
    "sparql": "Does not meet a condition",
    "uniqueLang": "Must not have two values in one language",
    "xone": "Must meet exactly one of several conditions",
}


def test(constraint: Constraint, variable: str, classes: Classes) -> str | None:
    """The SPARQL expression that is true when the variable's value is as wanted; None when it takes more than that.

    `classes` gives the IRIs of a class and its subclasses.
    """
    if constraint.parameter == "class":
        return _instance(classes(constraint.terms[0]), variable)
    writer = _TESTS.get(constraint.parameter)
    return writer(constraint, variable) if writer else None


def sentence(constraint: Constraint) -> str:
    """What to say when a shape has no sh:message."""
    values = [shown(term) for term in constraint.terms]
    return _SENTENCES[constraint.parameter].format(*values[:1], all=", ".join(values)) + "."


def shown(term: Term) -> str:
    """A term for people: a CURIE, or the text of a literal."""
    match term:
        case ox.NamedNode():
            return compress(term.value)
        case ox.Literal():
            return term.value
    return str(term)


def _datatype(constraint: Constraint, variable: str) -> str:
    iri = _iri(constraint)
    name = iri.removeprefix(XSD)
    if iri == f"{RDFS}Literal":
        return f"isLiteral({variable})"
    if name in _INTEGERS:
        return _integer(name, variable)
    typed = f"isLiteral({variable}) && DATATYPE({variable}) = <{iri}>"
    if name in _NUMBERS:
        return f"COALESCE({typed} && ({_number(variable)}), false)"
    if name in (*_CAST, *_DURATIONS):
        return f"COALESCE({typed} && sameTerm(<{iri}>({variable}), {variable}), false)"
    return f"COALESCE({typed}, false)"


def _number(variable: str) -> str:
    # Numbers too large for the engine are well-formed all the same.
    return f'isNumeric({variable}) || REGEX(STR({variable}), "^[+-]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)$")'


def _integer(name: str, variable: str) -> str:
    lowest, highest = _INTEGERS[name]
    typed = f"isLiteral({variable}) && DATATYPE({variable}) = <{XSD}integer>"
    if lowest is None and highest is None:
        return f'COALESCE({typed} && (isNumeric({variable}) || REGEX(STR({variable}), "^[+-]?[0-9]+$")), false)'
    limits = [f"{variable} >= {lowest}"] * (lowest is not None) + [f"{variable} <= {highest}"] * (highest is not None)
    return f"COALESCE({typed} && {' && '.join(limits)}, false)"


def _node_kind(constraint: Constraint, variable: str) -> str | None:
    name = _iri(constraint).removeprefix(SH)
    return _KINDS[name].format(v=variable) if name in _KINDS else None


def _listed(constraint: Constraint, variable: str) -> str:
    return _any(f"sameTerm({variable}, {term})" for term in constraint.terms) if constraint.terms else "false"


def _length(constraint: Constraint, variable: str) -> str:
    sign = ">=" if constraint.parameter == "minLength" else "<="
    return f"COALESCE(!isBlank({variable}) && STRLEN(STR({variable})) {sign} {constraint.number}, false)"


def _range(constraint: Constraint, variable: str) -> str:
    return f"COALESCE({variable} {_RANGES[constraint.parameter]} {constraint.terms[0]}, false)"


def _instance(classes: list[str], variable: str) -> str:
    kind = f"{variable}_class"
    if not classes:
        return "false"
    if not classes[1:]:
        return f"EXISTS {{ {variable} <{RDF}type> <{classes[0]}> }}"
    listed = ", ".join(f"<{iri}>" for iri in classes)
    return f"EXISTS {{ {variable} <{RDF}type> {kind} FILTER({kind} IN ({listed})) }}"


def _pattern(constraint: Constraint, variable: str) -> str:
    pattern = constraint.terms[0]
    text = ox.Literal(pattern.value if isinstance(pattern, ox.Literal) else "")
    flags = f", {ox.Literal(constraint.flags)}" if constraint.flags else ""
    return f"COALESCE(!isBlank({variable}) && REGEX(STR({variable}), {text}{flags}), false)"


def _languages(constraint: Constraint, variable: str) -> str:
    ranges = [ox.Literal(term.value) for term in constraint.terms if isinstance(term, ox.Literal)]
    return f"COALESCE({_any(f'LANGMATCHES(LANG({variable}), {tag})' for tag in ranges)}, false)"


def _any(tests: Iterable[str]) -> str:
    return f"({' || '.join(tests)})"


def _iri(constraint: Constraint) -> str:
    term = constraint.terms[0]
    return term.value if isinstance(term, ox.NamedNode) else ""


_TESTS: dict[str, Callable[[Constraint, str], str | None]] = {
    "datatype": _datatype,
    "in": _listed,
    "languageIn": _languages,
    "maxLength": _length,
    "minLength": _length,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    **dict.fromkeys(_RANGES, _range),
}
