"""The pages of the server as pages of a release: files that link with each other wherever they are put."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import parse_qs, quote, unquote, urlsplit

from minegraph.site.links import WEB

_ADDRESS = re.compile(r'(?<=\s)(href|src|action)="(/[^"]*)"')
_PLAIN = re.compile("/[a-z]+/[A-Za-z0-9/_-]+")
"""What needs no decoding: nearly all of what pages lead to."""

_PAGES = {"/": "index.html", "/changes": "changes.html", "/dataset": "catalogue.html", "/search": "search.html"}
_ROOTS = ("/catalogue", "/dataset", "/doc", "/graph", "/ontology", "/queries", "/shapes")
_ASKED = ("/search", "/queries/")
"""What of the server's addresses with values have a page whose script reads them."""

_FILES = ("/static/", "/releases/", "/frames/", "/names/")
_ENDS = (".html", ".ttl", ".jsonld", ".nt", ".rdf", ".json", ".csv", ".xlsx", ".rq", ".txt")
_UNSAID = "/@!$'()*+,;=~-._:"


class UnreleasedError(ValueError):
    """An address of the server that a release does not have."""


def relocated(html: str, at: str) -> str:
    """A page of the site as the file `at` of a release, such as `doc/region/FI1D7.html`: its links lead to files.

    Only attributes are looked at: in text, templates escape the quotation marks. Raises UnreleasedError.
    """
    folder = posixpath.dirname(at)
    return _ADDRESS.sub(lambda found: _moved(found[1], found[2], folder), html)


@lru_cache(1 << 14)
def _moved(name: str, address: str, folder: str) -> str:
    """An attribute with an address as a page in a folder has it."""
    return f'{name}="{escape(_relative(unescape(address), folder))}"'


def canonical(base: str, at: str) -> str:
    """The address of the file `at` of the release whose site is at `base`.

    >>> canonical("https://example.org/", "doc/region/FI1D7.html"), canonical("https://example.org/", "index.html")
    ('https://example.org/doc/region/FI1D7.html', 'https://example.org/')
    """
    return base if at == _PAGES["/"] else f"{base}{quote(at, safe=_UNSAID)}"


def relative(address: str, at: str) -> str:
    """An address of the server, as the file `at` of a release leads to it. Raises UnreleasedError.

    >>> relative("/doc/region/FI1D7", "doc/site/kevitsa.html"), relative("/ontology#Region", "index.html")
    ('../region/FI1D7.html', 'ontology.html#Region')
    >>> relative("/describe?iri=https%3A//example.org/", "index.html")
    'https://example.org/'
    >>> relative("/search?q=Lappi", "queries/countries.html")
    '../search.html?q=Lappi'
    """
    return _relative(address, posixpath.dirname(at))


def _relative(address: str, folder: str) -> str:
    path, mark, query = address.partition("?")
    if mark and path.startswith(_ASKED):
        return f"{_relative(path, folder)}{mark}{query}"
    if _PLAIN.fullmatch(address):
        return _from_folder(file_of(address), folder)
    parts = urlsplit(address)
    if parts.path == "/describe":
        iri = "".join(parse_qs(parts.query).get("iri", ())[:1])
        return iri if iri.startswith(WEB) else f"#{quote(parts.fragment)}"
    file = _from_folder(quote(file_of(parts.path), safe=_UNSAID), folder)
    file = file if ":" not in file.partition("/")[0] else f"./{file}"
    return f"{file}#{parts.fragment}" if parts.fragment else file


def _from_folder(file: str, folder: str) -> str:
    """The way from a folder to a file, by their paths from the same place."""
    steps, way = folder.split("/") if folder else [], file.split("/")
    shared = 0
    while shared < min(len(steps), len(way) - 1) and steps[shared] == way[shared]:
        shared += 1
    return "/".join([*[".."] * (len(steps) - shared), *way[shared:]])


def file_of(path: str) -> str:
    """The file of a release that has what the server has at a path; its name is the path's, decoded.

    >>> file_of("/"), file_of("/queries/commodities"), file_of("/static/style.css")
    ('index.html', 'queries/commodities.html', 'static/style.css')
    >>> file_of("/query/commodities")
    'queries/commodities.html'
    """
    plain = unquote(path)
    if plain.startswith("/query/"):  # the IRI of a question, which the server leads on
        plain = f"/queries/{plain.removeprefix('/query/')}"
    if any(step in ("", ".", "..") for step in plain.split("/")[1:]) and plain != "/":
        raise UnreleasedError(path)
    if plain.startswith(_FILES):
        return plain[1:]
    if plain in _PAGES:
        return _PAGES[plain]
    root = f"/{plain.split('/')[1]}"
    stem, dot, _end = root.partition(".")
    if stem not in _ROOTS:
        raise UnreleasedError(path)
    is_file = bool(dot) or plain.endswith(_ENDS)
    return plain[1:] if is_file else f"{plain[1:]}.html"
