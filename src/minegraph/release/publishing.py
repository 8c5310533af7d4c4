"""Publishing: every part of a release in turn, then all of it at once in its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from minegraph.boundaries import PLACE as BOUNDARIES
from minegraph.build import BuildReport, build
from minegraph.errors import ReleaseError
from minegraph.files import Layout
from minegraph.generations import MANIFEST, Manifest
from minegraph.inputs import is_fresh
from minegraph.published import read_mark
from minegraph.release.alignments import write_alignments
from minegraph.release.assets import write_assets
from minegraph.release.catalogue import write_catalogue
from minegraph.release.changes import write_changes
from minegraph.release.checksums import write_checksums, write_version_checksums
from minegraph.release.citation import write_citation
from minegraph.release.downloads import write_downloads
from minegraph.release.dumps import write_dumps
from minegraph.release.edition import Edition, version_of
from minegraph.release.folder import draft_of, left_behind
from minegraph.release.frames import write_frames
from minegraph.release.graph_pages import write_graphs
from minegraph.release.graphml import write_network
from minegraph.release.htaccess import write_redirects
from minegraph.release.mark import write_mark
from minegraph.release.places import write_places
from minegraph.release.question_pages import write_questions
from minegraph.release.reference import write_reference
from minegraph.release.scribes import STEP, documents_beside
from minegraph.release.search import write_search
from minegraph.release.sitemap import write_sitemap
from minegraph.release.start import write_start
from minegraph.release.tables import write_tables
from minegraph.store import LocalStore
from minegraph.telling import Notice, Progress
from minegraph.terms import BASE

Part = Callable[[Edition, Progress], None]

PARTS: dict[str, Part] = {
    "dumps": write_dumps,
    "tables": write_tables,
    "maps": write_places,
    "network": write_network,
    "frames": write_frames,
    "changes": write_changes,
    "pages": write_assets,
    "search": write_search,
    "questions": write_questions,
    "named graphs": write_graphs,
    "reference": write_reference,
    "start": write_start,
    "alignments": write_alignments,
    "redirects": write_redirects,
    "citation": write_citation,
    "catalogue": write_catalogue,
    "checksums": write_version_checksums,
    "downloads": write_downloads,
}
"""What writes the parts of a release, by the word for each, in order: later ones may read what earlier ones wrote.

What goes to the downloads is there before their checksums are taken. The documents are written beside them.
"""

LAST_PARTS: dict[str, Part] = {"sitemap": write_sitemap, "mark": write_mark, "checksums of pages": write_checksums}
"""What is written when all other files are there."""


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
    for draft in left_behind(place):
        notice(f"{draft}: left by a publishing that was killed, unless one runs now. It can be removed.")
    scratch = Path(tempfile.mkdtemp(prefix="minegraph-"))
    try:
        public, its_store = _passed_on(layout, store, scratch)
        generation = _conforming(public, build(public, its_store, progress, notice))
        source = LocalStore.open(generation)
        version = version_of(source, public)
        _check_address(place, version, address)
        with draft_of(place, version) as draft:
            _write(Edition(public, source, generation, draft, version, address), progress)
            _check_unchanged(public, generation)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sizes = [file.stat().st_size for file in place.rglob("*") if file.is_file()]
    return Release(place, version, address, len(sizes), sum(sizes))


def _write(edition: Edition, progress: Progress) -> None:
    """Write every part; each step is told as `publish STEP`."""

    def tell(step: str, done: int, total: int) -> None:
        progress(f"publish {step}", done, total)

    with documents_beside(edition) as finish_documents:
        for name, part in {**PARTS, STEP: lambda _, progress: finish_documents(progress), **LAST_PARTS}.items():
            tell(name, 0, 1)
            part(edition, tell)
            tell(name, 1, 1)


def _conforming(layout: Layout, built: BuildReport) -> Path:
    """The generation that was built; ReleaseError when its graph is not what its shapes want."""
    if violations := built.validation.get("Violation", 0):
        raise ReleaseError(
            f"{layout.root}: the graph does not conform to its shapes ({violations:,} violations). "
            "Nothing is published; `minegraph validate` says what to mend."
        )
    return built.store


def _check_address(place: Path, version: str, address: str) -> None:
    """ReleaseError when the version is published there for a site at another address, which its files name."""
    try:
        mark = read_mark(place)
    except ReleaseError:
        return  # a first release, or a damaged one, whose files are compared in the end
    if mark.version == version and mark.base != address:
        raise ReleaseError(
            f"{place}: version {version} is published there for {mark.base}, which its files name. "
            f"Publish it with --base {mark.base}, raise the version, or choose another directory."
        )


def _check_unchanged(layout: Layout, generation: Path) -> None:
    """ReleaseError when the files are not any more what the generation was built from."""
    if not is_fresh(layout, Manifest.read(generation / MANIFEST).inputs):
        raise ReleaseError(f"{layout.root}: files were changed while they were published. Publish again.")


def _passed_on(layout: Layout, store: Path, scratch: Path) -> tuple[Layout, Path]:
    """The graph without imported boundaries, which may not be passed on, and where its store is or will be."""
    if not layout.path(BOUNDARIES).exists():
        return layout, store
    return Layout(layout.root, layout.base, frozenset({BOUNDARIES})), scratch / "store"


def _address(base: str) -> str:
    """The address of the site with `/` at its end; ReleaseError for what cannot be one."""
    if not _is_address(base):
        raise ReleaseError(f"{base!r} is not the address of a site. Write it like {BASE}")
    return f"{base.rstrip('/')}/"


def _is_address(base: str) -> bool:
    """True for what leads to a directory of the web and can be written in RDF and in the rules of a web server."""
    try:
        parts = urlsplit(base)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = "@" not in parts.netloc and not {".", ".."} & set(unquote(parts.path).split("/"))
    return is_web and is_plain and not set(base) & set(' <>"{}|\\^`?#') and unquote(base).isprintable()
