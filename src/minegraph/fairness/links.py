"""Whether every link of a release leads somewhere, and no page loads anything from elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote

import pyoxigraph as ox

from minegraph.fairness import addresses
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.fairness.hypertext import Reference, anchors, contexts, references, styled
from minegraph.terms import BASE, expand

_LINKS = Criterion("links", "Every local link leads to a file", "A", "Publish what it leads to, or leave the link out.")
_ANCHORS = Criterion("anchors", "Every link into a page finds its place", "A", "Give the place the id that is linked.")
_OUTSIDE = Criterion(
    "outside", "No page loads anything from elsewhere", "A", "Publish the file in static/ and refer to it there."
)
_WEB_LINKS = Criterion(
    "web-links", "Every link to the web is well-formed", "I", "Correct the address in the data or in the template."
)
_SITEMAP = Criterion("sitemap", "The sitemap lists pages that exist", "F", "List the pages under the release's base.")
_DOWNLOADS = Criterion(
    "downloads", "What is offered for download is there", "A", "Publish the file, or drop it from dataset.ttl."
)
_FILES = tuple(
    map(
        expand,
        ("dcat:downloadURL", "dcat:accessURL", "void:dataDump", "foaf:page", "foaf:homepage", "dcat:landingPage"),
    )
)
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def links(contents: Contents) -> Iterator[Verdict]:
    """What the links of the pages, style sheets and contexts, the sitemap and the descriptions come to."""
    walk = _Walk(contents)
    pages, sheets = contents.ending(".html"), contents.ending(".css")
    for page in pages:
        walk.follow(page, references(contents.text(page)))
    for sheet in sheets:
        walk.follow(sheet, styled(contents.text(sheet)))
    for document in contents.ending(".jsonld"):
        walk.follow(document, contexts(contents.text(document)))
    dead = list(walk.dead())
    looked_at = f"{len(pages):,} pages and {len(sheets):,} style sheets"
    if not pages:
        walk.lost.append(Problem("index.html", "there is no page at all"))
    yield _LINKS.told(looked_at, walk.local, walk.lost)
    yield _ANCHORS.told(looked_at, walk.fragments, dead)
    yield _OUTSIDE.told(looked_at, walk.loaded, walk.fetched)
    yield _WEB_LINKS.told(looked_at, walk.web, walk.malformed)
    yield from (_sitemap(contents), _downloads(contents))


class _Walk:
    """What was found on the way through the documents; the same link in the same directory is looked up once."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._wanted: dict[str, dict[str, str]] = defaultdict(dict)
        self.local = self.fragments = self.loaded = self.web = 0
        self.lost: list[Problem] = []
        self.fetched: list[Problem] = []
        self.malformed: list[Problem] = []
        self._well_formed = cache(addresses.problem_of)
        self._target = cache(self._found)

    def follow(self, page: str, found: Iterator[Reference]) -> None:
        """Take down where the references of a document lead."""
        directory = posixpath.dirname(page)
        for reference in found:
            self.loaded += reference.loads
            address = reference.address
            if _ABSOLUTE.match(address) and not self._is_ours(address):
                self._leave(page, reference)
                continue
            self.local += 1
            target = page if address.startswith("#") else self._target(directory, address.partition("#")[0])
            if target is None:
                self.lost.append(Problem(page, f"leads to {address!r}, which is not in the release"))
            elif fragment := unquote(address.partition("#")[2]):
                self.fragments += 1
                self._wanted[target].setdefault(fragment, page)

    def dead(self) -> Iterator[Problem]:
        """The places of pages that are linked and not there."""
        for target in sorted(self._wanted):
            if target.endswith(".html"):
                known = anchors(self._contents.text(target))
                missing = {one: page for one, page in self._wanted[target].items() if one not in known | {"top"}}
                yield from (
                    Problem(page, f"leads to {target}#{one}, which is not there") for one, page in missing.items()
                )

    def _leave(self, page: str, reference: Reference) -> None:
        address = reference.address
        if address.startswith("data:"):
            return
        if reference.loads:
            self.fetched.append(Problem(page, f"loads {address}"))
        self.web += 1
        if problem := self._well_formed(address):
            self.malformed.append(Problem(page, f"leads to {address!r}: it {problem}"))

    def _is_ours(self, address: str) -> bool:
        """True for addresses of the site, and for IRIs of the graph, which are redirected there."""
        return address.startswith((self._contents.base, BASE))

    def _found(self, directory: str, address: str) -> str | None:
        """The file that an address leads to, seen from a directory; None where there is none."""
        path = unquote(address.partition("?")[0])
        if self._is_ours(address):
            file, _ = self._contents.file_of(address.partition("?")[0])
            return file if file in self._contents.files else None
        if path.startswith("/"):
            return None  # the release may lie anywhere below a host
        place = posixpath.normpath(posixpath.join(directory, path)).removesuffix("/")
        names = (place, "index.html" if place in (".", "") else f"{place}/index.html")
        return next((name for name in names if name in self._contents.files), None)


def _sitemap(contents: Contents) -> Verdict:
    maps = [name for name in contents.files if posixpath.basename(name).startswith("sitemap") and name.endswith(".xml")]
    if not maps:
        return _SITEMAP.missing("sitemap.xml", "is not there")
    listed = [
        (name, unescape(one)) for name in maps for one in re.findall(r"<loc>\s*([^<]*?)\s*</loc>", contents.text(name))
    ]
    problems = [Problem(name, f"lists {one}, which {why}") for name, one in listed if (why := _unlisted(contents, one))]
    if not listed:
        problems.append(Problem(maps[0], "lists nothing"))
    return _SITEMAP.told(f"{', '.join(sorted(maps))}: {len(listed):,} addresses", len(listed), problems)


def _unlisted(contents: Contents, address: str) -> str:
    if not address.startswith((contents.base, BASE)):
        return f"is not under {contents.base}"
    file, _ = contents.file_of(address)
    return "" if file in contents.files else "is not in the release"


def _downloads(contents: Contents) -> Verdict:
    """The files that the catalogue leads to, as far as they are of this site."""
    offered = {
        (triple.predicate.value, triple.object.value)
        for triple in contents.description
        if triple.predicate.value in _FILES and isinstance(triple.object, ox.NamedNode)
    }
    own = sorted({iri for _, iri in offered if iri.startswith((contents.base, BASE))})
    problems = [Problem(iri, "is not in the release") for iri in own if contents.file_of(iri)[0] not in contents.files]
    if not own:
        problems.append(Problem("dataset.ttl", "offers no file of the release"))
    return _DOWNLOADS.told(f"dataset.ttl: {len(own):,} files", len(own), problems)
