"""From an address with a name that nobody knows to those that may have been meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode

from markupsafe import Markup, escape
from starlette.requests import Request

from minegraph.site.cells import anchor
from minegraph.web.failures import RequestError

_COMMANDS = {"`minegraph query --list`": anchor("/queries", "The page of questions")}


def mended(request: Request, failure: RequestError) -> dict[str, str]:
    """The nearest names, each with the address that was asked for but with it; none where it is not in the address."""
    url, unknown = request.url, failure.unknown
    if not unknown or request.method not in ("GET", "HEAD"):
        return {}
    found = {name: address(url.path, url.query, unknown, name) for name in failure.nearest}
    return {name: other for name, other in found.items() if other}


def address(path: str, query: str, unknown: str, name: str) -> str:
    """An address with a name instead of an unknown one, whether that is in its path or in its query.

    >>> address("/synergies/Saxny", "view=map", "Saxny", "Saxony-Anhalt & more")
    '/synergies/Saxony-Anhalt%20%26%20more?view=map'
    >>> address("/synergies", "profile=learnin", "learnin", "learning"), address("/", "", "x", "y")
    ('/synergies?profile=learning', '')
    """
    before, found, after = unquote(path).rpartition(f"/{unknown}")
    if found and (not after or after[0] in "/."):
        return f"{quote(f'{before}/{name}{after}')}{'?' if query else ''}{query}"
    given = parse_qsl(query, keep_blank_values=True)
    if all(value != unknown for _, value in given):
        return ""
    return f"{path}?{urlencode([(key, name if value == unknown else value) for key, value in given])}"


def with_links(message: str, addresses: Mapping[str, str]) -> Markup:
    """A message in which each of the names that stand in it in quotes leads to its address, a command to its page.

    >>> with_links("Did you mean 'A<B'?", {"A<B": "/a"})
    Markup('Did you mean <a href="/a">A&lt;B</a>?')
    >>> with_links("`minegraph query --list` shows all.", {})
    Markup('<a href="/queries">The page of questions</a> shows all.')
    """
    links = _COMMANDS | {repr(name): anchor(other, name) for name, other in addresses.items()}
    pieces = re.split(f"({'|'.join(map(re.escape, links))})", message)
    return Markup().join(links.get(piece) or escape(piece) for piece in pieces)
