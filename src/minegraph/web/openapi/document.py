"""The whole description of the API, and the questions in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minegraph import __version__
from minegraph.documents.question_page import default_of
from minegraph.queries import TYPES, Parameter, Question
from minegraph.render import FITTING
from minegraph.results import form_of
from minegraph.web.openapi.desk import DESK, STEWARD, TAG
from minegraph.web.openapi.fixed import PATHS
from minegraph.web.openapi.parts import RESPONSES, SCHEMAS, Document, parameter, responses

_TYPES: Mapping[str, Document] = {
    "iri": {"type": "string"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "boolean": {"type": "boolean"},
}
_LICENCE = {"name": "Data: CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
_ABOUT = """The questions of minegraph, an open knowledge graph of Europe's mining regions, and its other addresses.

Every question is a page at /queries/NAME; with the end of a format it is data. A thing can be given by its name in any
language, its code, its slug or its IRI. Nothing here needs a key, but the decisions on what was handed in: those need
the token of the stewards."""


def openapi(questions: Iterable[Question], server: str) -> Document:
    """The description of a server at an address (without `/` at its end)."""
    asked = list(questions)
    tags = sorted({tag for question in asked for tag in question.tags})
    return {
        "openapi": "3.1.0",
        "info": {"title": "minegraph", "version": __version__, "description": _ABOUT, "license": _LICENCE},
        "servers": [{"url": server}],
        "tags": [{"name": name} for name in ("graph", TAG, *tags)],
        "paths": {**PATHS, **DESK, **dict(map(_path, asked))},
        "components": {"schemas": SCHEMAS, "responses": RESPONSES, "securitySchemes": STEWARD},
    }


def _path(question: Question) -> tuple[str, Document]:
    """A question with its parameters; the format is the end of the address."""
    formats = FITTING[form_of(question.text)]
    suffixes: Document = {"type": "string", "enum": [one.suffix for one in formats]}
    operation = {
        "operationId": question.name,
        "summary": question.words,
        "tags": list(question.tags),
        "parameters": [
            parameter("format", "How to write the answer.", suffixes, "path"),
            *map(_parameter, question.parameters),
        ],
        "responses": responses(formats, "BadRequest", "NotFound", "TooLarge", "Unavailable"),
    }
    return f"/queries/{question.name}.{{format}}", {"get": operation}


def _parameter(asked: Parameter) -> Document:
    words = "a name in any language, a code, a slug or an IRI" if asked.type == "iri" else TYPES[asked.type]
    rest = " Left out, it asks for all." if asked.is_optional else ""
    meaning = asked.description.rstrip(".")
    described = f"{meaning[0].upper()}{meaning[1:]}: {words}.{rest}"
    default = default_of(asked)
    schema = {**_TYPES[asked.type], **({"default": _typed(asked.type, default)} if default else {})}
    return parameter(asked.name, described, schema)


def _typed(kind: str, default: str) -> object:
    """The text of a default as a value of JSON."""
    match kind:
        case "integer" | "year":
            return int(default)
        case "decimal":
            return float(default)
        case "boolean":
            return default == "true"
    return default
