"""The first page, and the areas that its map shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.failures import RequestError
from minegraph.web.responses import asked

BAD_REQUEST = 400
MOST_REGIONS = 100


async def start(request: Request) -> Response:
    """The first page."""
    return await asked(request, "pages", "start")


async def areas(request: Request) -> Response:
    """The areas of the regions of `?region=`, or of all mining regions, as GeoJSON."""
    regions = request.query_params.getlist("region")
    if len(regions) > MOST_REGIONS:
        raise RequestError(BAD_REQUEST, f"Ask for no more than {MOST_REGIONS} regions at once.")
    return await asked(request, "pages", "areas", regions=regions)


routes = [Route("/", start), Route("/areas.json", areas)]
