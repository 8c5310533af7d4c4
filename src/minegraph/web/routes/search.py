"""Search over all names: a page, and the same as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.failures import RequestError
from minegraph.web.parameters import whole_number
from minegraph.web.responses import asked

BAD_REQUEST = 400
ON_A_PAGE, AS_SUGGESTIONS, MOST = 60, 20, 200
MOST_KINDS = 20


async def page(request: Request) -> Response:
    """The things that are called so, by kind."""
    return await _search(request, "html", ON_A_PAGE)


async def document(request: Request) -> Response:
    """The same as JSON, for suggestions."""
    return await _search(request, "json", AS_SUGGESTIONS)


async def _search(request: Request, form: str, usual: int) -> Response:
    text, kinds = request.query_params.get("q", ""), request.query_params.getlist("kind")
    if len(kinds) > MOST_KINDS:
        raise RequestError(BAD_REQUEST, f"Ask for no more than {MOST_KINDS} kinds at once.")
    limit = whole_number(request, "limit", usual, MOST)
    return await asked(request, "pages", "search", text=text, kinds=kinds, limit=limit, form=form)


routes = [Route("/search", page), Route("/search.json", document)]
