"""The pages of a release as search engines are told of them (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from pyoxigraph import Literal, NamedNode

from minegraph.release.edition import Edition
from minegraph.release.resources import HTML_END, page_about
from minegraph.site import canonical
from minegraph.store import Source
from minegraph.telling import Progress
from minegraph.terms import BASE, expand

STEP = "sitemap"
MOST_ADDRESSES = 50_000
"""Addresses in one file, by the protocol."""

_NOT_FOUND = "404.html"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_MODIFIED = f"""SELECT ?thing ?day WHERE {{ ?thing <{expand("dcterms:modified")}> ?day
  FILTER(STRSTARTS(STR(?thing), "{BASE}")) }}"""


def write_sitemap(edition: Edition, progress: Progress) -> None:
    """Write `sitemap.xml` with every page that has been written, and `robots.txt`, which leads to it.

    The day of a change is told where the graph tells it of what the page is about.
    """
    pages = sorted(_pages(edition.root))
    days = _days(edition.source)
    entries = [_entry("url", canonical(edition.base, page), days.get(page, "")) for page in pages]
    portions = [entries[at : at + MOST_ADDRESSES] for at in range(0, len(entries), MOST_ADDRESSES)]
    if len(portions) > 1:
        names = [f"sitemap-{number}.xml" for number in range(1, len(portions) + 1)]
        for name, portion in zip(names, portions, strict=True):
            _write(edition.root / name, "urlset", portion)
        entries = [_entry("sitemap", f"{edition.base}{name}") for name in names]
    _write(edition.root / "sitemap.xml", "sitemapindex" if len(portions) > 1 else "urlset", entries)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {edition.base}sitemap.xml\n"
    (edition.root / "robots.txt").write_bytes(robots.encode())
    progress(STEP, len(pages), len(pages))


def _pages(root: Path) -> Iterator[str]:
    """The paths of the pages, but for the one that says that there is none."""
    for file in root.rglob(f"*{HTML_END}"):
        path = file.relative_to(root).as_posix()
        if path != _NOT_FOUND:
            yield path


def _days(source: Source) -> dict[str, str]:
    """The page about each thing of which it is said when it changed, and the day."""
    days: dict[str, str] = {}
    for thing, day in source.select(_MODIFIED).rows:
        if isinstance(thing, NamedNode) and isinstance(day, Literal) and day.datatype.value == expand("xsd:date"):
            page = page_about(thing.value)
            days[page] = max(day.value, days.get(page, ""))
    return days


def _entry(kind: str, address: str, day: str = "") -> str:
    changed = f"<lastmod>{escape(day)}</lastmod>" if day else ""
    return f"<{kind}><loc>{escape(address)}</loc>{changed}</{kind}>\n"


def _write(file: Path, kind: str, entries: Iterable[str]) -> None:
    file.write_bytes(f"{_XML}<{kind} {_SPACE}>\n{''.join(entries)}</{kind}>\n".encode())
