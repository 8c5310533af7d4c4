"""From the answer of a job to a response."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse

from minegraph.site import render
from minegraph.web.answers import Answer
from minegraph.web.failures import RequestError
from minegraph.web.negotiation import negotiated

if TYPE_CHECKING:
    from minegraph.web.pools import Pools

PROBLEMS = {"text/plain": "text", "text/html": "html", "application/problem+json": "json", "application/json": "json"}


async def asked(request: Request, pool: str, job: str, /, **arguments: object) -> Response:
    """The response of a job in one of the pools: `queries`, `pages` or `desk`. Raises RequestError."""
    pools: Pools = request.app.state.pools
    return respond(await pools[pool].run(job, arguments))


def respond(answer: Answer) -> Response:
    """The answer of a job as a response that streams."""
    response = StreamingResponse(_body(answer), status_code=answer.status)
    response.raw_headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    return response


async def _body(answer: Answer) -> AsyncIterator[bytes]:
    async for piece in answer.chunks():
        yield piece


def problem(request: Request, failure: RequestError) -> Response:
    """A failure as text, as a page, or as JSON (RFC 9457), as the client prefers."""
    title = HTTPStatus(failure.status).phrase
    form = negotiated(request.headers.get("accept", ""), PROBLEMS)
    if form == "html":
        page = render("problem.html", title=title, message=failure.message)
        return HTMLResponse(page, failure.status, failure.headers)
    if form == "json":
        document = {"title": title, "status": failure.status, "detail": failure.message}
        return JSONResponse(document, failure.status, failure.headers, media_type="application/problem+json")
    return PlainTextResponse(f"{failure.message}\n", failure.status, failure.headers)
