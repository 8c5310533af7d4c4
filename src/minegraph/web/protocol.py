"""What a request to the SPARQL endpoint asks (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from minegraph.store import Dataset
from minegraph.web.failures import RequestError

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FORMAT_NAMES = ("format", "output", "results", "accept")
MOST_PARAMETERS = 1000
LARGEST_BODY = 1 << 20
BAD_REQUEST, FORBIDDEN, TOO_LARGE, UNSUPPORTED = 400, 403, 413, 415
READ_ONLY = "This endpoint only reads; the graph changes by submissions, which are made at /submit."


@dataclass(frozen=True)
class Asked:
    """A query, the dataset it is to be put to, and the formats one would like the answer in, the dearest first."""

    query: str
    dataset: Dataset | None
    formats: tuple[str, ...]


async def read_request(request: Request) -> Asked | None:
    """What a request asks; None for one without a query, which asks what the endpoint can do. Raises RequestError."""
    given = _parameters(request.scope["query_string"])
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST":
        if kind not in (FORM, QUERY, UPDATE):
            raise RequestError(UNSUPPORTED, f"Send the query as {QUERY}, or as the field `query` of {FORM}.")
        body = await _body(request)
        given += _parameters(body) if kind == FORM else [("query" if kind == QUERY else "update", _text(body))]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in given):
        raise RequestError(FORBIDDEN, READ_ONLY)
    queries = _values(given, "query")
    if len(queries) > 1:
        raise RequestError(BAD_REQUEST, "There are several queries in this request. Send one at a time.")
    if not queries and request.method == "POST":
        raise RequestError(BAD_REQUEST, "There is no query in this request. Send one as the field `query`.")
    return Asked(queries[0], _dataset(given), tuple(_formats(given))) if queries else None


def formats_in(request: Request) -> tuple[str, ...]:
    """The formats that the address of a request names."""
    return tuple(_formats(_parameters(request.scope["query_string"])))


async def _body(request: Request) -> bytes:
    """The body of a request that is not larger than any query may be."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise RequestError(TOO_LARGE, "This is longer than any query may be. Ask for less at once.")
    return bytes(body)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RequestError(BAD_REQUEST, "The query is not in UTF-8. Send it so.") from None


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _text(encoded), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS, encoding="utf-8"
        )
    except ValueError:
        raise RequestError(BAD_REQUEST, "The fields of this request are not in UTF-8, or too many.") from None


def _dataset(given: Sequence[tuple[str, str]]) -> Dataset | None:
    """The dataset of the request, which comes before that of the query; empty names say nothing."""
    default, named = (
        tuple(dict.fromkeys(filter(None, _values(given, f"{kind}-graph-uri")))) for kind in ("default", "named")
    )
    return Dataset(default, named) if default or named else None


def _formats(given: Iterable[tuple[str, str]]) -> Iterable[str]:
    """The formats named; a plus sign that was not escaped has become a space."""
    named = (value.strip() for name, value in given if name.lower() in FORMAT_NAMES)
    return (value if "," in value else value.replace(" ", "+") for value in named if value)


def _values(given: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in given if key == name]
