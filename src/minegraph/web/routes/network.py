"""The network to walk: a page with a drawing and a list, and the same as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.failures import RequestError
from minegraph.web.responses import asked

BAD_REQUEST = 400
MOST_OPEN = 20
MOST_KINDS = 20


async def beginning(request: Request) -> Response:
    """Where one can begin, and what is found for a name."""
    return await asked(request, "pages", "networks", text=request.query_params.get("q", ""))


async def page(request: Request) -> Response:
    """The network around a thing, and around others that were opened in it, as a drawing or as a list."""
    return await _network(request, "html")


async def document(request: Request) -> Response:
    """The same as JSON."""
    return await _network(request, "json")


async def facts(request: Request) -> Response:
    """A few facts about one thing, as JSON."""
    return await asked(request, "pages", "facts", centre=request.path_params["name"])


async def _network(request: Request, form: str) -> Response:
    given = request.query_params
    if len(given.getlist("kind")) > MOST_KINDS:
        raise RequestError(BAD_REQUEST, f"Ask for no more than {MOST_KINDS} kinds at once.")
    if len(given.getlist("open")) > MOST_OPEN:
        raise RequestError(BAD_REQUEST, f"More than {MOST_OPEN} things are open. Close some of them.")
    return await asked(
        request,
        "pages",
        "network",
        centre=request.path_params["name"],
        opened=given.getlist("open"),
        kinds=given.getlist("kind"),
        view=given.get("view", ""),
        form=form,
    )


routes = [
    Route("/network", beginning),
    Route("/network/{name:path}/facts.json", facts),
    Route("/network/{name:path}.json", document),
    Route("/network/{name:path}", page),
]
