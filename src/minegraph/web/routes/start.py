"""The first page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.responses import asked


async def start(request: Request) -> Response:
    """The first page."""
    return await asked(request, "pages", "start")


routes = [Route("/", start)]
