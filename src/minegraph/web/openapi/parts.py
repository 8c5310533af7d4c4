"""The parts that descriptions of operations are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minegraph.formats import RESULTS_JSON, Format

Document = dict[str, object]

FAILURES: Mapping[str, tuple[str, str]] = {
    "BadRequest": ("400", "A parameter that is unknown, or whose value does not fit; the sentence says what would."),
    "Unauthorised": ("401", "The token of the stewards is missing or wrong."),
    "Forbidden": ("403", "A query that changes data or reaches outside the graph."),
    "NotFound": ("404", "There is nothing of that name; the nearest names are listed."),
    "NotAcceptable": ("406", "There is no such form of it; those that there are are listed."),
    "Conflict": ("409", "What is decided already, or cannot be decided on here; the sentence says why."),
    "TooLarge": ("413", "More than one answer may hold, or more than is taken in."),
    "NotConforming": ("422", "The file is not taken in: its report, or a sentence about its encoding."),
    "Unavailable": ("503", "It takes longer than a question may, or the server is busy: see Retry-After."),
}
_TERM = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {"type": {"enum": ["uri", "literal", "bnode"]}, "value": {"type": "string"}},
}
_SOLUTIONS = {
    "type": "object",
    "required": ["bindings"],
    "properties": {"bindings": {"type": "array", "items": {"type": "object", "additionalProperties": _TERM}}},
}
SCHEMAS: Document = {
    "Problem": {
        "type": "object",
        "description": "What went wrong, and what to do (RFC 9457).",
        "required": ["title", "status", "detail"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    },
    "Results": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON.",
        "required": ["head"],
        "properties": {"head": {"type": "object"}, "results": _SOLUTIONS, "boolean": {"type": "boolean"}},
    },
}
RESPONSES: Document = {
    name: {
        "description": words,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
            "text/html": {},
            "text/plain": {"schema": {"type": "string"}},
        },
    }
    for name, (_, words) in FAILURES.items()
}


def parameter(name: str, words: str, schema: Document | None = None, place: str = "query") -> Document:
    """A parameter, a text unless a schema says otherwise; those in a path have to be given."""
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, **required, "description": words, "schema": schema or {"type": "string"}}


def responses(formats: Iterable[Format], *failures: str) -> Document:
    """The answer in its formats, and what may come instead."""
    content = {one.media_type: _content(one) for one in formats}
    found: Document = {"200": {"description": "The answer.", "content": content}}
    return found | {FAILURES[name][0]: {"$ref": f"#/components/responses/{name}"} for name in failures}


def _content(form: Format) -> Document:
    return {"schema": {"$ref": "#/components/schemas/Results"}} if form == RESULTS_JSON else {}
