"""The change log of the data: what is different from the version before that is published in the same place."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.comparison.change_sets import turtle
from minegraph.comparison.comparison import compare_versions
from minegraph.comparison.difference import Difference
from minegraph.comparison.opening import published_version
from minegraph.pages import Heading, Page, Prose, linked_where, markdown
from minegraph.release.edition import Edition
from minegraph.site import render_released
from minegraph.telling import Progress, ignore
from minegraph.terms import BASE

AT = "changes.html"
EVERYTHING = "changes.ttl has all"
FIRST = "This is the first release: there is no version before it to compare it with."


@dataclass(frozen=True, slots=True)
class _Log:
    """What has changed, for people and as Turtle."""

    title: str
    page: Page
    turtle: bytes


def write_changes(edition: Edition, progress: Progress) -> None:
    """Write CHANGES.md and changes.ttl of the version, and changes.html; reads its dumps. Raises ReleaseError."""
    log = _log(edition, progress)
    edition.freeze("CHANGES.md", markdown.text(log.page))
    edition.freeze("changes.ttl", log.turtle)
    page = linked_where(log.page, lambda iri: _is_there(edition, iri))
    edition.write(AT, render_released("changes.html", AT, edition, title=log.title, page=page))


def _log(edition: Edition, progress: Progress) -> _Log:
    if edition.before is None:
        title = f"Version {edition.version}"
        nothing = Difference((), (), frozenset(), ({}, {}))
        page: Page = (Heading(title, 1), Prose(FIRST))
        return _Log(title, page, turtle(nothing, ("", edition.version), title, FIRST))
    old, new = (published_version(place, ignore) for place in (edition.before, edition.downloads))
    found = compare_versions(old, new, progress)
    return _Log(found.title, found.page(EVERYTHING), found.turtle())


def _is_there(edition: Edition, iri: str) -> bool:
    """Whether the release has a page for an IRI, or it is none of minegraph's."""
    if not iri.startswith(BASE):
        return True
    engine, node = edition.source.engine, ox.NamedNode(iri)
    return engine.contains_named_graph(node) or next(engine.quads_for_pattern(node, None, None), None) is not None
