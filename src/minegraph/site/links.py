"""Where a link to a thing leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from minegraph.pages import Cell, Fields, Value
from minegraph.terms import BASE, GRAPH, ID, INFERRED

WEB = ("https://", "http://")


def href(iri: str) -> str:
    """The address of the page about an IRI: within the site for what is minegraph's, the IRI for what is on the web.

    Empty for what is neither: such a link leads nowhere.

    >>> href("https://w3id.org/minegraph/id/region/FI1D7"), href("https://w3id.org/minegraph/ontology#Region")
    ('/doc/region/FI1D7', '/ontology#Region')
    >>> href("javascript:alert(1)"), href("https://w3id.org/minegraph//evil.example/")
    ('', '')
    """
    if iri.startswith(ID) and not iri.startswith(f"{ID}/"):
        return f"/doc/{iri.removeprefix(ID)}"
    if iri.startswith(BASE):
        path = iri.removeprefix(BASE)
        return "" if path.startswith("/") else f"/{path}"
    return iri if iri.startswith(WEB) else ""


def local(iri: str, text: str) -> str:
    """The address of what the graph says of an IRI that is shown as a text; an IRI shown as itself leads to the web.

    >>> local("http://publications.europa.eu/resource/authority/country/FIN", "Finland")
    '/describe?iri=http%3A//publications.europa.eu/resource/authority/country/FIN'
    >>> local("https://example.org/", "https://example.org/"), local("", "a text")
    ('https://example.org/', '')
    """
    if not iri or iri.startswith(BASE) or iri == text:
        return href(iri)
    return f"/describe?iri={quote(iri)}"


Origins = tuple[tuple[str, str], ...]


def origins(cells: Iterable[Cell]) -> Origins:
    """The names and addresses of the named graphs that state what stands in cells, sorted, without what is inferred."""
    graphs = {graph for cell in cells if isinstance(cell, Value) for graph in cell.graphs if graph != INFERRED}
    return tuple((iri.removeprefix(GRAPH), href(iri)) for iri in sorted(graphs))


def main_origins(fields: Fields) -> Origins:
    """The named graphs that state most of the fields, to be named once for all of them; empty when each has others."""
    found = Counter(filter(None, (origins(cells) for _, cells in fields.items)))
    most, count = max(found.items(), key=lambda pair: pair[1], default=((), 0))
    return most if count > 1 else ()
