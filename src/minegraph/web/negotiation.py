"""Which form of an answer a request wants."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from minegraph.web.failures import RequestError
from minegraph.web.media_ranges import negotiated

NOT_ACCEPTABLE = 406


def form_for(request: Request, offered: Mapping[str, str]) -> str:
    """The form that suits a request best; a RequestError (406) that lists what there is when none does."""
    form = negotiated(", ".join(request.headers.getlist("accept")), offered)
    if form is None:
        raise RequestError(NOT_ACCEPTABLE, f"There is no such form of this. Ask for one of: {', '.join(offered)}.")
    return form
