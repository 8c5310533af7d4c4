"""How a request says that it comes from a steward: a bearer token, or the cookie of a session."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from minegraph.web.failures import RequestError
from minegraph.web.front_desk import FrontDesk
from minegraph.web.stewards import Session

PATH = "/inbox"
UNAUTHORISED, FORBIDDEN = 401, 403
CHALLENGE = {"www-authenticate": 'Bearer realm="minegraph stewards"'}
NEEDED = (
    "Only stewards decide on submissions. Sign in at /inbox/steward with the token that `minegraph serve` printed when "
    "it started, or send it as `Authorization: Bearer TOKEN`."
)
WRONG = "This is not the token of the stewards of this server. It changes with every start, unless one is set."


def session_of(request: Request) -> Session | None:
    """The session of the browser that a request comes from, if a steward has signed in there."""
    return FrontDesk.of(request).stewards.session(request.cookies.get(cookie_name(request), ""))


async def require_steward(request: Request) -> None:
    """Raise RequestError unless a request comes from a steward; one by cookie must come from a page of this server."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        if not await FrontDesk.of(request).stewards.knows(token.strip()):
            raise RequestError(UNAUTHORISED, WRONG, CHALLENGE)
        return
    if not session_of(request):
        raise RequestError(UNAUTHORISED, NEEDED, CHALLENGE)
    if "origin" not in request.headers:
        raise RequestError(FORBIDDEN, "The browser does not say from which page this comes. Use the form of this site.")


def sign_in(request: Request, response: Response) -> None:
    """Open a session, and let the browser keep its name out of reach of scripts and other sites."""
    session = FrontDesk.of(request).stewards.open_session()
    response.set_cookie(
        cookie_name(request),
        session,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def sign_out(request: Request, response: Response) -> None:
    """End the session."""
    name = cookie_name(request)
    FrontDesk.of(request).stewards.end_session(request.cookies.get(name, ""))
    response.delete_cookie(name, path=PATH, httponly=True, samesite="strict")


def cookie_name(request: Request) -> str:
    """The name of the cookie: cookies know no ports, and several servers may run on one machine."""
    return f"steward-{request.url.port or 0}"
