"""Where a link to a thing leads."""

from __future__ import annotations

from minegraph.terms import BASE, ID

WEB = ("https://", "http://")


def href(iri: str) -> str:
    """The address of the page about an IRI: within the site for what is minegraph's, the IRI for what is on the web.

    Empty for what is neither: such a link leads nowhere.

    >>> href("https://w3id.org/minegraph/id/region/FI1D7"), href("https://w3id.org/minegraph/ontology#Region")
    ('/doc/region/FI1D7', '/ontology#Region')
    >>> href("javascript:alert(1)")
    ''
    """
    if iri.startswith(ID):
        return f"/doc/{iri.removeprefix(ID)}"
    if iri.startswith(BASE):
        return f"/{iri.removeprefix(BASE)}"
    return iri if iri.startswith(WEB) else ""
