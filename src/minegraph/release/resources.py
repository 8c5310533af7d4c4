"""Which resources have a document in a release, and what the files of each are called."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode

from minegraph.errors import ReleaseError
from minegraph.site import UnreleasedError, file_of, href
from minegraph.store import Source
from minegraph.terms import BASE, GRAPH

HTML_END = ".html"
LONGEST_NAME = 240
"""Bytes of the name of a file; most file systems take 255, with the ending."""

_ELSEWHERE = {BASE, *(f"{BASE}{name}" for name in ("catalogue", "dataset", "ontology", "shapes"))}
_OTHERS = (GRAPH, f"{BASE}query/")
_ENDS = (".html", ".jsonld", ".ttl")
_MENTIONED = f"""SELECT DISTINCT ?thing WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ ?thing ?property ?value }} }} UNION
  {{ SELECT DISTINCT ?thing WHERE {{ ?subject ?property ?thing }} }}
  FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{BASE}") && !CONTAINS(STR(?thing), "#"))
}}"""


def documented(source: Source) -> dict[str, str]:
    """IRI -> path of its files without their endings (`doc/region/FI1D7`), sorted.

    These are all of minegraph's own IRIs without `#` that the graph describes or only mentions, so that every link to
    one leads to a page, but for those whose documents are of another kind: named graphs, questions, the ontology as a
    whole. Raises ReleaseError for an IRI that cannot name files, and for two that name the same.
    """
    rows = source.select(_MENTIONED).rows
    return stems(thing.value for (thing,) in rows if isinstance(thing, NamedNode) and _is_ours(thing.value))


def stems(iris: Iterable[str]) -> dict[str, str]:
    """The path of each IRI's files without their endings, by IRI, sorted. Raises ReleaseError as `documented` does."""
    found: dict[str, str] = {}
    bearers: dict[str, str] = {}
    for iri in sorted(iris):
        found[iri] = stem = _stem(iri)
        other = bearers.setdefault(stem, iri)
        if other != iri:
            raise ReleaseError(f"<{other}> and <{iri}> would have the same document, {stem}.html. Rename one.")
    return found


def page_about(iri: str) -> str:
    """The path of the page about an IRI in a release; empty when there can be none."""
    try:
        return file_of(urlsplit(href(iri)).path)
    except UnreleasedError:
        return ""


def _is_ours(iri: str) -> bool:
    return iri not in _ELSEWHERE and not iri.startswith(_OTHERS)


def _stem(iri: str) -> str:
    address = href(iri)
    stem = unquote(address.removeprefix("/"))
    try:
        is_named_so = file_of(address) == f"{stem}{HTML_END}"
    except UnreleasedError:
        is_named_so = False
    if not is_named_so or "?" in address or not all(map(_is_good, stem.split("/"))):
        raise ReleaseError(f"<{iri}> cannot name a document: its address would be {address or iri}. Rename it.")
    return stem


def _is_good(name: str) -> bool:
    """Whether a file can be named so anywhere on the web, and is not taken for another form of a document."""
    is_plain = name.isprintable() and "\\" not in name and len(name.encode()) <= LONGEST_NAME
    return is_plain and not name.endswith(_ENDS)
