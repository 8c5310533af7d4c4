"""Synergies: all regions, the partners of one, and one pair; each as a page and as data."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from minegraph.formats import COMPARISONS, with_suffix
from minegraph.web.negotiation import form_for
from minegraph.web.responses import asked

OFFERED = {media_type: form.name for form in COMPARISONS for media_type in form.asked_by}


async def overview(request: Request) -> Response:
    """All mining regions, and the matrix of their scores."""
    _, form = _parted(request.url.path)
    return await _answer(request, "synergy_overview", form)


async def partners(request: Request) -> Response:
    """The partners of one region, best first."""
    region, form = _parted(request.path_params["region"])
    return await _answer(request, "synergy_partners", form, region=region)


async def pair(request: Request) -> Response:
    """One pair in both directions."""
    other, form = _parted(request.path_params["other"])
    return await _answer(request, "synergy_pair", form, region=request.path_params["region"], other=other)


async def _answer(request: Request, job: str, form: str | None, **about: str) -> Response:
    """The answer of a job in the form that the URL ends with, else in the one that the client prefers."""
    wanted = form or form_for(request, OFFERED)
    response = await asked(request, "pages", job, form=wanted, chosen=dict(request.query_params), **about)
    if form is None:
        response.headers.add_vary_header("Accept")
    return response


def _parted(last: str) -> tuple[str, str | None]:
    """The end of a path as a name and the form it asks for, if it ends as one of them does.

    >>> _parted("FI1D7.csv"), _parted("St. Johann")
    (('FI1D7', 'csv'), ('St. Johann', None))
    """
    name, _, suffix = last.rpartition(".")
    form = with_suffix(COMPARISONS, suffix)
    return (name, form.name) if form and name else (last, None)


routes = [
    Route("/synergies", overview),
    *(Route(f"/synergies.{form.suffix}", overview) for form in COMPARISONS),
    Route("/synergies/{region}", partners),
    Route("/synergies/{region}/with/{other}", pair),
]
