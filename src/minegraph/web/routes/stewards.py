"""Where stewards sign in and out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from minegraph.site import render
from minegraph.web.desk_responses import FRESH
from minegraph.web.front_desk import FrontDesk
from minegraph.web.incoming import fields
from minegraph.web.signing_in import WRONG, session_of, sign_in, sign_out

SEE_OTHER, UNAUTHORISED = 303, 401


async def form(request: Request) -> Response:
    """The form to sign in."""
    return _page(request, "")


async def enter(request: Request) -> Response:
    """Sign in with the token."""
    if not await FrontDesk.of(request).stewards.knows((await fields(request)).get("token", "").strip()):
        return _page(request, WRONG, UNAUTHORISED)
    response = RedirectResponse("/inbox", SEE_OTHER)
    sign_in(request, response)
    return response


async def leave(request: Request) -> Response:
    """Sign out."""
    response = RedirectResponse("/inbox", SEE_OTHER)
    sign_out(request, response)
    return response


def _page(request: Request, problem: str, status: int = 200) -> Response:
    page = render("steward.html", problem=problem, is_steward=bool(session_of(request)))
    return HTMLResponse(page, status, headers=FRESH)


routes = [
    Route("/inbox/steward", form),
    Route("/inbox/steward", enter, methods=["POST"]),
    Route("/inbox/steward/leave", leave, methods=["POST"]),
]
