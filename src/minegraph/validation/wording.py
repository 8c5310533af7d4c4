"""What is wrong, in plain words: one sentence for each way to fail a constraint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.terms import compress
from minegraph.validation.constraints import shown
from minegraph.validation.paths import Predicate, PropertyPath, words
from minegraph.validation.shacl import RDF, SH, XSD
from minegraph.validation.shapes import Constraint, Shape
from minegraph.validation.triples import Node, Term

LONGEST = 60
MOST_LISTED = 6

_IN_SCHEME = Predicate("http://www.w3.org/2004/02/skos/core#inScheme")
_KINDS = {
    f"{XSD}string": "plain text",
    f"{RDF}langString": "text with a language",
    f"{XSD}anyURI": "a web address",
    f"{XSD}boolean": "true or false",
    f"{XSD}date": "a date",
    f"{XSD}dateTime": "a date with a time of day",
    f"{XSD}gYear": "a year",
    f"{XSD}gYearMonth": "a month of a year",
    f"{XSD}decimal": "a decimal number",
    f"{XSD}double": "a floating-point number",
    f"{XSD}integer": "a whole number",
    f"{XSD}nonNegativeInteger": "a whole number of 0 or more",
    f"{XSD}positiveInteger": "a whole number of 1 or more",
    "http://www.opengis.net/ont/geosparql#wktLiteral": "a place in WKT",
}
_NODE_KINDS = {
    "IRI": "something with an address (an IRI)",
    "BlankNode": "a blank node",
    "Literal": "text, a number or a date",
    "BlankNodeOrIRI": "a resource",
    "BlankNodeOrLiteral": "a blank node, text, a number or a date",
    "IRIOrLiteral": "an IRI, text, a number or a date",
}
_BARE = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "boolean", "date", "dateTime", "gYear")}
_SENTENCES = {
    "disjoint": "{value} is a value of {other} as well.",
    "equals": "{value} is a value of only one of {path} and {other}.",
    "closed": "There is the property {path}, which is not allowed here.",
    "hasValue": "{Noun} does not have the value {other}.",
    "languageIn": "{value} is not in {languages}.",
    "lessThan": "{value} is not less than {other}.",
    "lessThanOrEquals": "{value} is more than {other}.",
    "maxExclusive": "{value} is not less than {other}.",
    "maxInclusive": "{value} is not {other} or less.",
    "maxLength": "{value} is longer than {other} characters.",
    "minExclusive": "{value} is not more than {other}.",
    "minInclusive": "{value} is not {other} or more.",
    "minLength": "{value} is shorter than {other} characters.",
    "pattern": "{value} is not a well-formed {noun}.",
    "uniqueLang": "Two values are in the same language ({noun}).",
}


@dataclass(frozen=True)
class Failed:
    """A constraint that failed: where, and the shape's name; `constraint` is None when it is not one of SHACL Core."""

    constraint: Constraint | None
    name: str
    path: PropertyPath | None = None
    value: Term | None = None

    @property
    def noun(self) -> str:
        """What the constraint is about: the shape's name, else the property, else "value"."""
        stated = self.name.removesuffix(" stated")
        return stated or (words(self.path) if self.path else "value")


def problem(failed: Failed, shapes: Mapping[Node, Shape]) -> str:
    """What is wrong, in one sentence. `shapes` are those that the constraint may refer to.

    >>> problem(Failed(Constraint("minCount", (ox.Literal(1),)), "role"), {})
    'No role is given.'
    >>> date = Constraint("datatype", (ox.NamedNode(f"{XSD}date"),))
    >>> problem(Failed(date, "start date", value=ox.Literal("soon")), {})
    '"soon" is plain text, not a date.'
    """
    constraint, value = failed.constraint, failed.value
    if constraint is None:
        return _rule(failed)
    if constraint.parameter.lower().endswith("count"):
        return _count(constraint, failed.noun)
    expected = wanted(constraint, shapes)
    if expected and value is not None:
        return _mistaken(value, expected)
    if constraint.parameter in _SENTENCES and (value is not None or "{value}" not in _SENTENCES[constraint.parameter]):
        return _SENTENCES[constraint.parameter].format(**_parts(constraint, failed))
    return _rule(failed)


def quoted(term: Term) -> str:
    """A term inside a sentence: text in quotation marks, shortened; numbers, dates and CURIEs as they are.

    >>> quoted(ox.Literal("abc")), quoted(ox.Literal(5)), quoted(ox.NamedNode("https://w3id.org/minegraph/id/role"))
    ('"abc"', '5', 'mgid:role')
    """
    text = shown(term)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    return f'"{text}"' if isinstance(term, ox.Literal) and term.datatype.value not in _BARE else text


def _rule(failed: Failed) -> str:
    rule = f'Rule "{failed.name}"' if failed.name else "A rule"
    return f"{rule} is not met{f' (value {quoted(failed.value)})' if failed.value is not None else ''}."


def _count(constraint: Constraint, noun: str) -> str:
    number = constraint.number
    if constraint.parameter in ("minCount", "qualifiedMinCount"):
        return f"No {noun} is given." if number == 1 else f"Fewer than {number} values are given ({noun})."
    if number == 0:
        return f"A value is given where none is allowed ({noun})."
    if number == 1 and not noun.startswith("one "):
        return f"More than one {noun} is given."
    return f"More than {'one value is' if number == 1 else f'{number} values are'} given ({noun})."


def _parts(constraint: Constraint, failed: Failed) -> dict[str, str]:
    whole = isinstance(failed.value, ox.NamedNode) and constraint.parameter in ("pattern", "minLength", "maxLength")
    noun = failed.noun
    return {
        "value": f"<{_iri(failed.value)}>" if whole else quoted(failed.value) if failed.value is not None else "",
        "noun": noun,
        "Noun": noun[:1].upper() + noun[1:],
        "path": words(failed.path) if failed.path else "the property",
        "other": quoted(constraint.terms[0]) if constraint.terms else "",
        "languages": either([f"the language {shown(term)}" for term in constraint.terms]),
    }


def wanted(constraint: Constraint, shapes: Mapping[Node, Shape]) -> str:
    """What a value should have been, after "is not"; empty when there are no plain words for it."""
    inner = [shapes[node] for node in constraint.shapes]
    if constraint.parameter == "node":
        return _in_scheme(inner[0], shapes)
    if constraint.parameter in ("or", "xone"):
        return _alternatives(inner, shapes)
    return _wanted_term(constraint)


def _wanted_term(constraint: Constraint) -> str:
    iri = _iri(constraint.terms[0]) if constraint.terms else ""
    match constraint.parameter:
        case "datatype":
            return _KINDS.get(iri, f"of the datatype {compress(iri)}")
        case "class":
            return f"{article(_spaced(iri))} described in the graph"
        case "nodeKind":
            return _NODE_KINDS.get(iri.removeprefix(SH), "")
        case "in":
            return _listed(constraint.terms)
    return ""


def _mistaken(value: Term, expected: str) -> str:
    """That a value is not what was wanted; and what it is, where that is what went wrong."""
    kind = _KINDS.get(value.datatype.value, "") if isinstance(value, ox.Literal) else ""
    if not kind or kind in expected or expected.startswith("one of "):
        return f"{quoted(value)} is not {expected}."
    return f"{quoted(value)} is {kind}, not {expected}."


def _listed(terms: Sequence[Term]) -> str:
    if len(terms) > MOST_LISTED:
        return f"one of the {len(terms)} values that are allowed"
    return f"one of {either([quoted(term) for term in terms])}" if terms[1:] else "".join(map(quoted, terms))


def _in_scheme(shape: Shape, shapes: Mapping[Node, Shape]) -> str:
    """The list of concepts that a value has to be in, when that is all that a shape asks."""
    inner = [shapes[node] for node in shape.properties]
    asked = [constraint for one in inner for constraint in one.constraints]
    if shape.constraints or any(one.path != _IN_SCHEME for one in inner) or len(asked) != 1:
        return ""
    scheme = asked[0].terms[0] if asked[0].parameter == "hasValue" else None
    return f'in the list "{_spaced(_iri(scheme))}" ({shown(scheme)})' if scheme is not None else ""


def _alternatives(shapes: list[Shape], known: Mapping[Node, Shape]) -> str:
    """The kinds of value that a choice of shapes allows, when each of them names one."""
    kinds = list(dict.fromkeys(kind for shape in shapes for kind in _kinds(shape, known)))
    return either(kinds) if all(kinds) else ""


def _kinds(shape: Shape, known: Mapping[Node, Shape]) -> Iterator[str]:
    asked = [constraint for constraint in shape.constraints if constraint.parameter not in ("or", "xone")]
    single = asked and len(shape.constraints) == 1 and not shape.properties and not shape.path
    yield wanted(asked[0], known) if single else ""


def either(texts: Sequence[str]) -> str:
    """Texts as alternatives.

    >>> either(["a", "b", "c"])
    'a, b or c'
    """
    return f"{', '.join(texts[:-1])} or {texts[-1]}" if texts[1:] else "".join(texts)


def _spaced(iri: str) -> str:
    """The words of the last part of an IRI: `FundingScheme` is "funding scheme".

    >>> _spaced("https://w3id.org/minegraph/ontology#FundingScheme"), _spaced("https://w3id.org/minegraph/id/nuts-level")
    ('funding scheme', 'nuts level')
    """
    name = re.split(r"[/#:]", iri.rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", name).lower() or iri


def article(noun: str) -> str:
    """A noun with its indefinite article.

    >>> article("output"), article("EU contribution"), article("unit")
    ('an output', 'an EU contribution', 'a unit')
    """
    return f"{'an' if re.match(r'[aeio]|un(?!i)|(EU|IRI|ISO)', noun) else 'a'} {noun}"


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
