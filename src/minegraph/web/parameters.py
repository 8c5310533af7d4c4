"""Parameters in the query of a URL, as values."""

from __future__ import annotations

from starlette.requests import Request

from minegraph.web.failures import RequestError

BAD_REQUEST = 400


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`; a RequestError (400) for anything else, the default where it is left out."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most and len(text) < 10):  # noqa: PLR2004
        raise RequestError(BAD_REQUEST, f"{name}={text[:40]!r} does not fit: give a whole number from 1 to {most}.")
    return int(text)
