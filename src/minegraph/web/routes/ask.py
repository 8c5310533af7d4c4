"""The SPARQL editor."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.web.responses import asked


async def ask(request: Request) -> Response:
    """The editor, with the query of `?query=` in it."""
    return await _ask(request, "html")


async def questions(request: Request) -> Response:
    """The stored questions as SPARQL, by name, as JSON."""
    return await _ask(request, "questions")


async def _ask(request: Request, form: str) -> Response:
    query, endpoint = request.query_params.get("query", ""), f"{str(request.base_url).rstrip('/')}/sparql"
    return await asked(request, "pages", "ask", query=query, endpoint=endpoint, form=form)


routes = [Route("/ask", ask), Route("/ask/questions.json", questions)]
