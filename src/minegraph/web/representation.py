"""In which of its formats a result is wanted: by the parameter `format`, or by the Accept header."""

from __future__ import annotations

from collections.abc import Sequence

from minegraph import formats
from minegraph.errors import FormatError
from minegraph.formats import Format
from minegraph.render import Form
from minegraph.web.media_ranges import negotiated

JSON_LD = Format("jsonld", "JSON-LD", "application/ld+json", "jsonld", ("application/x-json+ld", "application/json"))
OFFERED: dict[Form, tuple[Format, ...]] = {
    "SELECT": (formats.RESULTS_JSON, formats.RESULTS_XML, formats.CSV, formats.TSV),
    "ASK": formats.ANSWERS,
    "GRAPH": (formats.TURTLE, formats.N_TRIPLES, JSON_LD, formats.RDF_XML),
}
ALIASES = {
    "srj": "json",
    "srx": "xml",
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf": "rdfxml",
    "rdf+xml": "rdfxml",
    "rdf/xml": "rdfxml",
    "rdf-xml": "rdfxml",
}
OF_GRAPHS = {"json": "jsonld", "xml": "rdfxml"}


def chosen(form: Form, accept: str, asked: Sequence[str]) -> tuple[Format, str]:
    """The format for a result of some form, and the content type to call it.

    `asked` are names of formats or media types as given in the URL, of which the first that fits counts; `accept` is
    the Accept header, which counts when there are none. Raises FormatError, which lists what there is.

    >>> chosen("SELECT", "text/csv;q=0.5, application/json", [])[1], chosen("GRAPH", "*/*", ["json"])[1]
    ('application/json', 'application/ld+json')
    """
    offered = {media_type: one for one in OFFERED[form] for media_type in one.asked_by}
    for wanted in asked or [accept]:
        media_type = _named(wanted, form) or negotiated(wanted, {name: name for name in offered})
        if media_type:
            return offered[media_type], _content_type(media_type)
    names = ", ".join(f"{one.media_type} ({one.name})" for one in OFFERED[form])
    what = {"SELECT": "rows (SELECT)", "ASK": "a yes or no (ASK)", "GRAPH": "a graph (CONSTRUCT, DESCRIBE)"}[form]
    raise FormatError(f"The result is {what}, which there is as {names}.")


def _named(wanted: str, form: Form) -> str | None:
    """The media type of a format called by its name."""
    name = ALIASES.get(wanted.lower(), wanted.lower())
    name = OF_GRAPHS.get(name, name) if form == "GRAPH" else name
    return next((one.media_type for one in OFFERED[form] if one.name == name), None)


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
