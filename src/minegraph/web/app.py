"""The application: what answers at which address, behind what guards it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from minegraph.web.bundle import Bundle
from minegraph.web.failures import RequestError
from minegraph.web.front_desk import FrontDesk
from minegraph.web.guarding import LOCAL, MOST_REPEATED, Guarding
from minegraph.web.pools import Pools
from minegraph.web.responses import problem
from minegraph.web.routes import (
    ask,
    checks,
    handing_in,
    inbox,
    linked,
    network,
    questions,
    search,
    sparql,
    start,
    stewards,
    synergies,
)
from minegraph.web.stewards import Stewards

MOST_BYTES = 50 << 20
ASKED = ("/sparql",)
SHARED = (
    *("/sparql", "/graphs", "/graph", "/dataset", "/catalogue", "/.well-known/void", "/ontology", "/shapes"),
    *("/id", "/doc", "/describe", "/query", "/queries", "/openapi", "/synergies", "/network", "/search", "/terms"),
)


def create_app(pools: Pools, hosts: Iterable[str] = (), *, token: str, has_inbox: bool) -> Starlette:
    """The application over these children; `hosts` are names to answer for beside those of this machine.

    Who knows the `token` may decide on submissions; without an inbox there are none.
    """

    @asynccontextmanager
    async def living(app: Starlette) -> AsyncIterator[None]:
        app.state.pools = pools
        app.state.desk = desk = FrontDesk(pools, Stewards(token), has_inbox=has_inbox)
        await pools.start()
        following = asyncio.create_task(pools.follow())
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await desk.close()
        await pools.close()

    guard = Middleware(Guarding, hosts=(*LOCAL, *hosts), most_bytes=MOST_BYTES, shared=SHARED, asked=ASKED)
    handlers = {RequestError: _failure, HTTPException: _http_exception}
    return Starlette(routes=_routes(), middleware=[guard], exception_handlers=handlers, lifespan=living)  # type: ignore[arg-type]


def _routes() -> list[BaseRoute]:
    return [
        *ask.routes,
        *checks.routes,
        *handing_in.routes,
        *stewards.routes,
        *inbox.routes,
        *linked.routes,
        *network.routes,
        *questions.routes,
        *search.routes,
        *sparql.routes,
        *start.routes,
        *synergies.routes,
        Mount("/static", Bundle()),
    ]


async def _failure(request: Request, failure: RequestError) -> Response:
    return problem(request, failure)


async def _http_exception(request: Request, error: HTTPException) -> Response:
    words = {
        404: f"There is nothing at {request.url.path[:MOST_REPEATED]}.",
        405: f"{request.method} is not possible here.",
    }
    message = words.get(error.status_code, error.detail)
    return problem(request, RequestError(error.status_code, message, dict(error.headers or {})))
