"""Linked data: what the graph says of each thing, in the form that the client wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.formats import DESCRIPTIONS, DOCUMENTS, HTML, JSON, Format
from minegraph.terms import BASE, ID
from minegraph.web.dereferencing import accepted, document, iris, safe_path, server_of, wanted
from minegraph.web.failures import RequestError

Endpoint = Callable[[Request], Awaitable[Response]]


async def identified(request: Request) -> Response:
    """303 from a thing to the document about it, in the form that the client accepts."""
    path = safe_path(request).removeprefix("/id/")
    form = accepted(request, DESCRIPTIONS)
    address = f"/doc/{path}" if form == HTML else f"/doc/{path}.{form.suffix}"
    link = f'<{address}>; rel="describedby"; type="{form.media_type}"'
    headers = {"location": address, "vary": "Accept", "link": link}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)


async def thing(request: Request) -> Response:
    """The document about a thing."""
    path = wanted(request, DESCRIPTIONS).path.removeprefix("/doc/")
    return await document(request, "describe", DESCRIPTIONS, iris=iris(ID, path))


async def other(request: Request) -> Response:
    """The document about a resource of minegraph that is no thing: a module of the ontology, a dataset, ..."""
    path = wanted(request, DESCRIPTIONS).path.removeprefix("/")
    return await document(request, "describe", DESCRIPTIONS, iris=iris(BASE, path))


async def mentioned(request: Request) -> Response:
    """What the graph says of any IRI."""
    iri = request.query_params.get("iri", "").strip()
    if not iri:
        raise RequestError(HTTPStatus.BAD_REQUEST, "Say which IRI to describe: /describe?iri=...")
    return await document(request, "describe", DESCRIPTIONS, iris=[iri])


async def dataset(request: Request) -> Response:
    """What the graph holds (VoID), and the catalogue of this server (DCAT-AP)."""
    what = "catalogue" if request.url.path.startswith("/catalogue") else "void"
    return await document(request, "dataset", DOCUMENTS, what=what, server=server_of(request))


async def named_graph(request: Request) -> Response:
    """What the file of a named graph states."""
    path = wanted(request, DOCUMENTS).path.removeprefix("/graph/")
    return await document(request, "named_graph", DOCUMENTS, name=path)


async def vocabulary(request: Request) -> Response:
    """The ontology, or the shapes."""
    path = wanted(request, DOCUMENTS).path
    return await document(request, "reference", DOCUMENTS, name=path.removeprefix("/"))


async def terms(request: Request) -> Response:
    """The classes and properties in use, for editors."""
    return await document(request, "dataset", (JSON,), what="terms", server=server_of(request))


async def question(request: Request) -> Response:
    """303 from a question to its page."""
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": f"/queries{safe_path(request)[6:]}"})


def _with_ends(path: str, endpoint: Endpoint, formats: Sequence[Format]) -> list[Route]:
    """The address of a document, and those of its forms."""
    return [Route(path, endpoint), *(Route(f"{path}.{one.suffix}", endpoint) for one in formats)]


routes = [
    Route("/id/{path:path}", identified),
    Route("/doc/{path:path}", thing),
    *_with_ends("/ontology", vocabulary, DOCUMENTS),
    *_with_ends("/shapes", vocabulary, DOCUMENTS),
    *_with_ends("/.well-known/void", dataset, DOCUMENTS),
    *_with_ends("/catalogue", dataset, DOCUMENTS),
    *_with_ends("/describe", mentioned, DESCRIPTIONS),
    *_with_ends("/dataset", other, DESCRIPTIONS),
    Route("/dataset/{path:path}", other),
    Route("/ontology/{path:path}", other),
    Route("/shapes/{path:path}", other),
    Route("/graph/{path:path}", named_graph),
    Route("/query/{name}", question),
    Route("/terms.json", terms),
]
