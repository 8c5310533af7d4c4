"""From the answer of a job to a response."""

from __future__ import annotations

import asyncio
import gzip
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from minegraph.site import render
from minegraph.web.answers import Answer
from minegraph.web.failures import RequestError
from minegraph.web.media_ranges import negotiated, takes_gzip
from minegraph.web.mending import mended, with_links

if TYPE_CHECKING:
    from minegraph.web.pools import Pools

PROBLEMS = {"text/plain": "text", "text/html": "html", "application/problem+json": "json", "application/json": "json"}

COMPRESSED = ("text/html", "application/json")
LEAST_COMPRESSED, MOST_COMPRESSED = 1 << 10, 1 << 20


async def asked(request: Request, pool: str, job: str, /, **arguments: object) -> Response:
    """The response of a job in one of the `Pools`, by its name. Raises RequestError."""
    return respond(request, await answered(request, pool, job, **arguments))


async def answered(request: Request, pool: str, job: str, /, **arguments: object) -> Answer:
    """The answer of a job in one of the pools, to be read or closed. Raises RequestError."""
    pools: Pools = request.app.state.pools
    return await pools[pool].run(job, arguments)


def respond(request: Request, answer: Answer) -> Response:
    """The answer of a job as a response: compressed where that spares a page some time, else as it comes."""
    media_type = dict(answer.headers).get("content-type", "").partition(";")[0]
    is_worth_it = answer.is_whole and LEAST_COMPRESSED < answer.size < MOST_COMPRESSED
    if media_type not in COMPRESSED or not is_worth_it:
        return Streamed(answer)
    response = Compressed(answer) if takes_gzip(request.headers.get("accept-encoding", "")) else Streamed(answer)
    response.headers.add_vary_header("Accept-Encoding")
    return response


class Streamed(Response):
    """A response whose body is passed on as it comes. Where it is whole before it begins, its length is told.

    So it is always for clients of HTTP/1.0, who would take what is broken off for all there is.
    """

    def __init__(self, answer: Answer) -> None:
        self.status_code, self.background, self._answer = answer.status, None, answer
        self.raw_headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer, and let go of it."""
        try:
            if scope["http_version"] == "1.0":
                await self._answer.whole()
            if self._answer.is_whole:
                self.headers["content-length"] = str(self._answer.size)
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                async for piece in self._answer.chunks():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            self._answer.close()


class Compressed(Streamed):
    """A response whose whole body is compressed before it is sent; its entity tag is another than without."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.headers["content-encoding"] = "gzip"
        if tag := self.headers.get("etag"):
            self.headers["etag"] = f'{tag[:-1]}-gzip"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer, and let go of it."""
        body = await asyncio.to_thread(gzip.compress, await self._answer.read(), 6)
        self.headers["content-length"] = str(len(body))
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def problem(request: Request, failure: RequestError) -> Response:
    """A failure as text, as a page, or as JSON (RFC 9457), as the client prefers."""
    title = HTTPStatus(failure.status).phrase
    form = negotiated(request.headers.get("accept", ""), PROBLEMS)
    headers = {"vary": "accept", **failure.headers}
    if form == "html":
        sought = request.url.path.rpartition("/")[2] if failure.status == HTTPStatus.NOT_FOUND else ""
        message = with_links(failure.message, mended(request, failure))
        page = render("problem.html", title=title, message=message, sought=unquote(sought))
        return HTMLResponse(page, failure.status, headers)
    if form == "json":
        document = {"title": title, "status": failure.status, "detail": failure.message}
        return JSONResponse(document, failure.status, headers, media_type="application/problem+json")
    return PlainTextResponse(f"{failure.message}\n", failure.status, headers)
