"""The first page, and the areas that its map shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.responses import asked


async def start(request: Request) -> Response:
    """The first page."""
    return await asked(request, "pages", "start", form="html")


async def areas(request: Request) -> Response:
    """The areas of the mining regions, where their boundaries are in the graph, as GeoJSON."""
    return await asked(request, "pages", "start", form="areas")


routes = [Route("/", start), Route("/areas.json", areas)]
