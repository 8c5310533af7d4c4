"""The stored questions: a page to ask each, its answer as data, and the description of them all as an API."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.formats import ANSWERS, DESCRIPTIONS, GRAPHS, HTML, JSON, ROWS
from minegraph.web.dereferencing import conditional, document, server_of, wanted
from minegraph.web.failures import RequestError

if TYPE_CHECKING:
    from minegraph.web.pools import Pools

MOST_LENGTH = 2_000
FORMS = (HTML, *dict.fromkeys((*ROWS, *ANSWERS, *GRAPHS)))


async def catalogue(request: Request) -> Response:
    """The questions by tag."""
    tag = request.query_params.get("tag", "")
    return await document(request, "questions", DESCRIPTIONS, server=server_of(request), tag=tag)


async def api(request: Request) -> Response:
    """The description of all questions as an API."""
    return await document(request, "api", (JSON,), server=server_of(request))


async def question(request: Request) -> Response:
    """A question: its page, or its answer in the format that the end of the address or the client says."""
    wish = wanted(request, FORMS)
    name = wish.path.removeprefix("/queries/")
    pools: Pools = request.app.state.pools
    if wish.form == HTML:
        arguments = {"name": name, "given": _given(request), "server": server_of(request)}
        answer = await pools["queries"].run("question", arguments)
    else:
        answer = await pools["queries"].run("answer", {"name": name, "given": _given(request), "form": wish.form.name})
    return await conditional(request, answer, wish)


def _given(request: Request) -> dict[str, str]:
    """The values in a request that are not empty; a RequestError (400) for one that is given twice or is too long."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in found:
            raise RequestError(HTTPStatus.BAD_REQUEST, f"The parameter {name[:80]!r} is given twice. Give it once.")
        if len(value) > MOST_LENGTH:
            raise RequestError(HTTPStatus.BAD_REQUEST, f"{name[:80]} is longer than {MOST_LENGTH:,} characters.")
        if value.strip():
            found[name] = value.strip()
    return found


routes = [
    Route("/queries", catalogue),
    *(Route(f"/queries.{one.suffix}", catalogue) for one in DESCRIPTIONS),
    Route("/queries/{name}", question),
    Route("/openapi.json", api),
]
