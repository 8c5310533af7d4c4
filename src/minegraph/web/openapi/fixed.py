"""What every server has, whatever its questions."""

from __future__ import annotations

from collections.abc import Iterable

from minegraph.formats import (
    CSV,
    DESCRIPTIONS,
    DOCUMENTS,
    GRAPHS,
    HTML,
    JSON,
    JSON_LD,
    RESULTS_JSON,
    RESULTS_XML,
    TSV,
    XLSX,
    Format,
)
from minegraph.web.openapi.parts import Document, parameter, responses

_ANY = (RESULTS_JSON, RESULTS_XML, CSV, TSV, *GRAPHS)
_LIMIT = {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}
_DATASET = (
    parameter("default-graph-uri", "A named graph to ask as the default graph; may be repeated."),
    parameter("named-graph-uri", "A named graph that GRAPH may name; may be repeated."),
)
_SYNERGIES = (
    parameter("profile", "The profile: learning, supply-chain or consortium."),
    parameter("certain", "Whether only needs that are known to be absent count.", {"type": "boolean"}),
)


def _get(
    name: str, words: str, formats: Iterable[Format], *parameters: Document, failing: tuple[str, ...] = ()
) -> Document:
    return {
        "get": {
            "operationId": name,
            "summary": words,
            "tags": ["graph"],
            "parameters": list(parameters),
            "responses": responses(formats, *failing, "NotAcceptable", "Unavailable"),
        }
    }


def _sparql() -> Document:
    """The endpoint, asked by GET or by either kind of POST."""
    failing = ("BadRequest", "Forbidden", "NotFound", "TooLarge")
    words = "Ask in SPARQL 1.1; without a query, the service description."
    asked = _get("sparql", words, _ANY, parameter("query", "The query."), *_DATASET, failing=failing)
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {"schema": form},
    }
    posted = {
        "operationId": "sparql-by-post",
        "summary": "Ask in SPARQL 1.1 with a query of any length.",
        "tags": ["graph"],
        "requestBody": {"required": True, "content": body},
        "responses": responses(_ANY, *failing, "NotAcceptable", "Unavailable"),
    }
    return {**asked, "post": posted}


PATHS: Document = {
    "/sparql": _sparql(),
    "/graphs": _get(
        "graphs",
        "A named graph, by the SPARQL 1.1 Graph Store Protocol.",
        GRAPHS,
        parameter("graph", "The IRI of the graph."),
        parameter("default", "All graphs together; without a value.", {"type": "string", "const": ""}),
        failing=("BadRequest", "NotFound"),
    ),
    "/search.json": _get(
        "search",
        "The things that are called so, in any language.",
        (JSON,),
        parameter("q", "What to look for."),
        parameter("kind", "Only things of this kind, such as region; may be repeated."),
        parameter("limit", "How many at most.", _LIMIT),
        failing=("BadRequest", "NotFound"),
    ),
    "/synergies/{region}": _get(
        "synergies",
        "The mining regions that a region should work with, best first, and why.",
        (HTML, JSON, CSV, XLSX, JSON_LD),
        parameter("region", "The last part of the region's IRI, such as FI1D7.", place="path"),
        *_SYNERGIES,
        failing=("BadRequest", "NotFound"),
    ),
    "/synergies/{region}/with/{other}": _get(
        "pair",
        "Why two mining regions should work together, in both directions, with the evidence.",
        (HTML, JSON, CSV, XLSX, JSON_LD),
        parameter("region", "The last part of the region's IRI, such as FI1D7.", place="path"),
        parameter("other", "The last part of the other region's IRI.", place="path"),
        *_SYNERGIES,
        failing=("BadRequest", "NotFound"),
    ),
    "/doc/{type}/{slug}": _get(
        "document",
        "Everything that the graph says of a thing.",
        DESCRIPTIONS,
        parameter("type", "What it is, such as region.", place="path"),
        parameter("slug", "Its name within that, such as FI1D7.", place="path"),
        failing=("NotFound",),
    ),
    "/describe": _get(
        "describe",
        "Everything that the graph says of any IRI.",
        DESCRIPTIONS,
        parameter("iri", "The IRI."),
        failing=("BadRequest", "NotFound"),
    ),
    "/queries.json": _get(
        "questions",
        "The questions of this list.",
        (JSON,),
        parameter("tag", "Only the questions with this tag."),
        failing=("NotFound",),
    ),
    "/terms.json": _get("terms", "The classes and properties in use, with how often.", (JSON,)),
    "/ontology": _get("ontology", "What the terms mean.", DOCUMENTS),
    "/shapes": _get("shapes", "What good data looks like.", DOCUMENTS),
    "/.well-known/void": _get("void", "What the graph holds, in VoID.", DOCUMENTS),
    "/catalogue": _get("catalogue", "The named graphs, in DCAT-AP.", DOCUMENTS),
}
