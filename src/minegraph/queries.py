"""Questions: the stored ones with their parameters, and which queries may be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import NotFoundError, QueryError, SourceError
from minegraph.files import Layout, read_bytes, shown
from minegraph.guard import check
from minegraph.sparql import Token, tokens
from minegraph.terms import ID, PREFIXES, expand

__all__ = [
    "Parameter",
    "Question",
    "as_document",
    "bind",
    "catalogue",
    "check",
    "question_named",
    "questions_about",
    "read_question",
]

TYPES = {
    "iri": "an IRI or a prefixed name, such as mgid:region/FI1D7",
    "string": "a text",
    "integer": "a whole number, such as 3",
    "decimal": "a number, such as 2.5",
    "date": "a date, such as 2021-02-28",
    "year": "a year, such as 2023",
    "boolean": "true or false",
}
FORMS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "year": re.compile(r"[0-9]{4}"),
    "boolean": re.compile(r"true|false"),
}
DATATYPES = {"year": "gYear"}
SCHEMES = ("http://", "https://", "urn:")
UNBOUND = "UNDEF"


@dataclass(frozen=True)
class Parameter:
    """A value that a question can be asked with; `default` is SPARQL text, UNDEF when the value may be left out."""

    name: str
    type: str
    description: str
    default: str

    @property
    def is_optional(self) -> bool:
        """True when leaving the value out asks for all."""
        return self.default == UNBOUND

    @cached_property
    def spaces(self) -> tuple[str, ...]:
        """Where the IRIs of its values begin, told by its default and its name (`facilityType`); the likelier first."""
        kebab = re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", self.name)
        named = PREFIXES.get(self.name, f"{ID}{kebab}/")
        default = "" if self.is_optional else expand(self.default.strip("<>"))
        return tuple(dict.fromkeys(([f"{default.rpartition('/')[0]}/"] if default else []) + [named]))


@dataclass(frozen=True)
class Question:
    """A stored query: its name, the question in words, its tags and parameters, and its text with the defaults."""

    name: str
    words: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str


def catalogue(layout: Layout) -> dict[str, Question]:
    """All questions of a graph by name; SourceError for a file whose header is wrong."""
    return {path.stem: read_question(path) for path in layout.queries}


def as_document(question: Question) -> dict[str, object]:
    """A question as JSON lists it; the default of a parameter is SPARQL text, None where it may be left out."""
    parameters = [
        {
            "name": parameter.name,
            "type": parameter.type,
            "description": parameter.description,
            "default": None if parameter.is_optional else parameter.default,
        }
        for parameter in question.parameters
    ]
    return {"name": question.name, "question": question.words, "tags": list(question.tags), "parameters": parameters}


def questions_about(questions: Iterable[Question], iri: str) -> list[tuple[Question, Parameter]]:
    """The questions that can be asked of a thing, in their order, each with the first parameter that takes it.

    (One called `thing` takes all.)
    """
    found = []
    for question in questions:
        typed = (one for one in question.parameters if one.type == "iri")
        taking = (one for one in typed if one.name == "thing" or iri.startswith(one.spaces))
        found += [(question, one) for one in taking][:1]
    return found


def question_named(layout: Layout, name: str) -> Question:
    """The question of that name; NotFoundError with the nearest names."""
    paths = {path.stem: path for path in layout.queries}
    if name not in paths:
        raise NotFoundError("question", name, _nearest(name, paths), "`minegraph query --list` shows all.")
    return read_question(paths[name])


def read_question(path: Path) -> Question:
    """The question in a file: `#+ question:`, `#+ tags:` and `#+ param NAME TYPE: description`, then the query."""
    text = read_bytes(path).decode(errors="replace")
    header = dict(_header(path, text))
    if "question" not in header:
        raise SourceError(shown(path), 1, "no question in words. Add a line `#+ question: ...?`.")
    tags = tuple(tag.strip() for tag in header.get("tags", "").split(",") if tag.strip())
    parameters = tuple(
        _parameter(path, text, key.removeprefix("param "), description)
        for key, description in header.items()
        if key.startswith("param ")
    )
    return Question(path.stem, header["question"], tags, parameters, text)


def _header(path: Path, text: str) -> Iterable[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = re.fullmatch(r"#\+ (question|tags|param [A-Za-z]\w* (?:" + "|".join(TYPES) + r")): (.+)", line.rstrip())
        if not match:
            known = "`#+ question: ...`, `#+ tags: ...` or `#+ param NAME TYPE: ...`"
            raise SourceError(
                shown(path), number, f"not a header line. Write {known}; TYPE is one of {', '.join(TYPES)}."
            )
        yield match[1], match[2]


def _parameter(path: Path, text: str, name_and_type: str, description: str) -> Parameter:
    name, kind = name_and_type.split()
    places = _places(text, name)
    if len(places) != 1:
        raise SourceError(
            shown(path), None, f"parameter {name!r} needs exactly one `VALUES ?{name} {{ default }}` with one term."
        )
    start, end = places[0]
    return Parameter(name, kind, description, text[start:end].strip())


def _places(text: str, name: str) -> list[tuple[int, int]]:
    """Where the one term of each `VALUES ?name { term }` begins and ends."""
    found = tokens(text)
    opened = [
        at + 3
        for at in range(len(found) - 3)
        if found[at].word == "VALUES"
        and found[at + 1].text[1:] == name
        and found[at + 2].word == "{"
        and found[at + 1].kind == "variable"
    ]
    closed = [next((at for at in range(first, len(found)) if found[at].word == "}"), first) for first in opened]
    return [
        (found[first - 1].end, found[last].start)
        for first, last in zip(opened, closed, strict=True)
        if _is_one_term(found[first:last])
    ]


def _is_one_term(term: list[Token]) -> bool:
    kinds = tuple(token.word if token.kind == "mark" else token.kind for token in term)
    return kinds in {
        ("iri",),
        ("name",),
        ("word",),
        ("string",),
        ("number",),
        ("+", "number"),
        ("-", "number"),
        ("string", "language"),
        ("string", "^^", "name"),
        ("string", "^^", "iri"),
    }


def bind(question: Question, values: Mapping[str, str]) -> str:
    """The query with the given values in place of the defaults, each written as a term of its parameter's type.

    Raises NotFoundError for an unknown parameter, QueryError for a value of the wrong form.
    """
    text = question.text
    known = {parameter.name: parameter for parameter in question.parameters}
    for name, value in values.items():
        if name not in known:
            takes = f"It takes {', '.join(known)}." if known else "It takes none."
            raise NotFoundError(f"parameter of {question.name}", name, _nearest(name, known), takes)
        start, end = _places(text, name)[0]
        text = f"{text[:start]} {_term(known[name], value)} {text[end:]}"
    return text


def _term(parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    try:
        return _iri(value) if parameter.type == "iri" else _literal(parameter.type, value)
    except ValueError as error:
        expected = TYPES[parameter.type]
        raise QueryError(f"{parameter.name}={value!r} does not fit: expected {expected}.") from error


def _iri(value: str) -> ox.NamedNode:
    iri = value[1:-1] if value.startswith("<") and value.endswith(">") else expand(value)
    if not iri.startswith(SCHEMES):
        raise ValueError(iri)
    return ox.NamedNode(iri)


def _literal(kind: str, value: str) -> ox.Literal:
    if kind == "string":
        value.encode()
        return ox.Literal(value)
    if not FORMS[kind].fullmatch(value):
        raise ValueError(value)
    if kind == "date":
        date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + DATATYPES.get(kind, kind)))


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(name, list(known), n=3, cutoff=0.5)
