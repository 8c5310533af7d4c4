"""Documents that have several forms at one address: the end of the address says which, else what the client accepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from minegraph.formats import Format, with_suffix
from minegraph.web.answers import Answer
from minegraph.web.failures import RequestError
from minegraph.web.negotiation import form_for
from minegraph.web.responses import respond

if TYPE_CHECKING:
    from minegraph.web.pools import Pools

_SPOKEN = "/:@!$&'()*+,;=~-._%"
_STEPS = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document, and in which form: its path without the end that names the form, and how it was chosen."""

    path: str
    form: Format
    is_negotiated: bool


def wanted(request: Request, formats: Sequence[Format]) -> Wanted:
    """What a request asks for. Raises RequestError: 404 for a path that is none, 406 for a form that there is not."""
    path = safe_path(request)
    stem, dot, suffix = path.rpartition(".")
    named = with_suffix(formats, suffix) if dot else None
    return Wanted(stem, named, False) if named else Wanted(path, accepted(request, formats), True)


def accepted(request: Request, formats: Sequence[Format]) -> Format:
    """The form that the client accepts best; a RequestError (406) that lists what there is."""
    offered = {media_type: one.name for one in formats for media_type in one.asked_by}
    name = form_for(request, offered)
    return next(one for one in formats if one.name == name)


def safe_path(request: Request) -> str:
    """The path of a request as it was sent, percent-encoded; 404 for one with empty or dotted steps or controls."""
    raw = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    plain = unquote(raw)
    if any(step in _STEPS for step in plain.split("/")[1:]) or "\\" in plain or not plain.isprintable():
        raise RequestError(HTTPStatus.NOT_FOUND, f"There is nothing at {quote(raw, safe=_SPOKEN)}.")
    return quote(raw, safe=_SPOKEN)


def iris(space: str, path: str) -> list[str]:
    """The IRIs that a path below a namespace may stand for: with its characters as such, and percent-encoded."""
    return list(dict.fromkeys((f"{space}{unquote(path)}", f"{space}{path}")))


async def document(request: Request, job: str, formats: Sequence[Format], /, **arguments: object) -> Response:
    """The response of a job of the pages that sends a document in one of its forms; it is told `form` and `address`.

    `address` is where the document is, without the end that names a form. Raises RequestError.
    """
    asked = wanted(request, formats)
    pools: Pools = request.app.state.pools
    answer = await pools["pages"].run(job, {**arguments, "form": asked.form.name, "address": asked.path})
    response = await conditional(request, answer, asked)
    response.headers.update({"link": _others(request, asked, formats), "cache-control": "no-cache"})
    return response


async def conditional(request: Request, answer: Answer, asked: Wanted) -> Response:
    """The answer, unless the client has it already, with where and how it was found."""
    response = await _unless_known(request, answer)
    if asked.is_negotiated:
        place = f"{asked.path}.{asked.form.suffix}{_query(request)}"
        response.headers["content-location"] = place
        response.headers.add_vary_header("Accept")
    return response


def server_of(request: Request) -> str:
    """The address of this server as the client calls it, without `/` at its end."""
    return str(request.base_url).rstrip("/")


async def _unless_known(request: Request, answer: Answer) -> Response:
    """The answer, or that it has not changed since the client got it."""
    response = respond(request, answer)
    tag = response.headers.get("etag", "")
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag and (tag in known or "*" in known):
        await answer.read()
        same = {name: response.headers[name] for name in ("etag", "vary") if name in response.headers}
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=same)
    return response


def _others(request: Request, asked: Wanted, formats: Sequence[Format]) -> str:
    """The other forms of a document, as a Link header lists them."""
    others = [one for one in formats if one != asked.form]
    addresses = [f"{asked.path}.{one.suffix}{_query(request)}" for one in others]
    links = zip(addresses, others, strict=True)
    return ", ".join(f'<{address}>; rel="alternate"; type="{one.media_type}"' for address, one in links)


def _query(request: Request) -> str:
    return f"?{quote(request.url.query, safe=f'{_SPOKEN}?')}" if request.url.query else ""
