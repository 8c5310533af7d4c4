"""The SPARQL endpoint (SPARQL 1.1 Protocol), and the graphs as a graph store that one may read."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from minegraph.web.failures import RequestError
from minegraph.web.media_ranges import negotiated
from minegraph.web.pool import Allowance
from minegraph.web.pools import Pools, Settings
from minegraph.web.protocol import Asked, formats_in, read_request
from minegraph.web.responses import asked, respond

BAD_REQUEST, SEE_OTHER = 400, 303
WHOLE_GRAPH = Allowance(seconds=300.0, most_bytes=2 << 30)
PAGES = {"application/rdf+xml": "rdf", "text/turtle": "rdf", "text/html": "html"}


async def sparql(request: Request) -> Response:
    """The results of a query; without one, what the endpoint can do, and for browsers the editor."""
    query = await read_request(request)
    return await _described(request) if query is None else await _answered(request, query)


async def _answered(request: Request, query: Asked) -> Response:
    pools: Pools = request.app.state.pools
    settings = pools.settings
    return await asked(
        request,
        "queries",
        "query",
        query=query.query,
        dataset=query.dataset and asdict(query.dataset),
        accept=_accept(request),
        formats=query.formats,
        most_rows=settings.most_rows,
        headers={"minegraph-limits": _limits(settings)},
    )


async def _described(request: Request) -> Response:
    pools: Pools = request.app.state.pools
    formats = formats_in(request)
    if not formats and negotiated(_accept(request), PAGES) == "html":
        return RedirectResponse("/ask", SEE_OTHER, {"vary": "accept"})
    endpoint = str(request.url.replace(query=""))
    limits = f"Answers to queries, within limits for each: {_limits(pools.settings)}."
    return await asked(
        request, "pages", "service", endpoint=endpoint, limits=limits, accept=_accept(request), formats=formats
    )


async def graphs(request: Request) -> Response:
    """The graph of `?graph=IRI`, or with `?default` all graphs as one."""
    given = request.query_params
    if ("default" in given) == ("graph" in given):
        raise RequestError(BAD_REQUEST, "Say which graph: ?graph=IRI, or ?default for all of them as one.")
    pools: Pools = request.app.state.pools
    arguments = {"iri": given.get("graph"), "accept": _accept(request), "formats": formats_in(request)}
    return respond(request, await pools["queries"].run("graphs", arguments, WHOLE_GRAPH))


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


def _limits(settings: Settings) -> str:
    return f"seconds={settings.timeout:g}, rows={settings.most_rows}, bytes={settings.most_megabytes << 20}"


routes = [
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/graphs", graphs),
]
