"""The first page of a release."""

from __future__ import annotations

from minegraph.documents.start_page import Download, released_start_page
from minegraph.overview import overview
from minegraph.published import INFERRED, STATED
from minegraph.queries import catalogue
from minegraph.release.edition import Edition
from minegraph.telling import Progress

MAIN = {
    STATED: "What is stated, as N-Quads",
    INFERRED: "What follows from it, as N-Quads",
    "network.graphml": "The network, as GraphML",
    "regions.geojson": "The regions, as GeoJSON",
    "sites.geojson": "The sites, as GeoJSON",
}
"""The downloads that most people want, of those that the release has."""


def write_start(edition: Edition, _progress: Progress) -> None:
    """Write index.html."""
    found = [(edition.downloads / name, words) for name, words in MAIN.items()]
    downloads = [
        Download(words, f"/{file.relative_to(edition.root).as_posix()}", file.stat().st_size)
        for file, words in found
        if file.is_file()
    ]
    numbers = overview(edition.source, edition.layout)
    page = released_start_page(edition.source, numbers, catalogue(edition.layout), edition, downloads)
    edition.write("index.html", page)
