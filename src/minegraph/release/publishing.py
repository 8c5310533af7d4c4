"""Publishing: every part of a release in turn, then all of it at once in its place."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from minegraph.boundaries import PLACE as BOUNDARIES
from minegraph.build import build
from minegraph.errors import ReleaseError
from minegraph.files import Layout
from minegraph.release.edition import Edition, version_of
from minegraph.release.folder import MARK, draft_of
from minegraph.store import LocalStore
from minegraph.telling import Notice, Progress
from minegraph.terms import BASE

Part = Callable[[Edition, Progress], None]

PARTS: dict[str, Part] = {}
"""What writes the parts of a release, by the word for each, in order: later ones may read what earlier ones wrote."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it was published: where, its version and the address of its site, how many files and bytes."""

    place: Path
    version: str
    base: str
    files: int
    size: int


def publish(layout: Layout, store: Path, place: Path, base: str, *, progress: Progress, notice: Notice) -> Release:
    """Write the release of a graph whose store is at `store` to the directory `place`, all or nothing.

    `base` is the address where the site will be on the web. Raises ReleaseError, and what building a store raises.
    """
    address = _address(base)
    scratch = Path(tempfile.mkdtemp(prefix="minegraph-"))
    try:
        public, its_store = _passed_on(layout, store, scratch)
        generation = build(public, its_store, progress, notice).store
        source = LocalStore.open(generation)
        version = version_of(source, public)
        with draft_of(place, version) as draft:
            edition = Edition(public, source, generation, draft, version, address)
            for part in PARTS.values():
                part(edition, progress)
            (draft / MARK).write_text(json.dumps({"version": version, "base": address}, indent=1) + "\n")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sizes = [file.stat().st_size for file in place.rglob("*") if file.is_file()]
    return Release(place, version, address, len(sizes), sum(sizes))


def _passed_on(layout: Layout, store: Path, scratch: Path) -> tuple[Layout, Path]:
    """The graph without imported boundaries, which may not be passed on, and where its store is or will be."""
    if not layout.path(BOUNDARIES).exists():
        return layout, store
    return Layout(layout.root, layout.base, frozenset({BOUNDARIES})), scratch / "store"


def _address(base: str) -> str:
    """The address of the site with `/` at its end; ReleaseError for what cannot be one."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ReleaseError(f"{base!r} is not the address of a site. Write it like {BASE}")
    return f"{base.rstrip('/')}/"
