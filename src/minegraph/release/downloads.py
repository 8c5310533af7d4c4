"""The page of all downloads of a release, which is written when they are there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minegraph import formats
from minegraph.documents.question_page import in_words
from minegraph.files import file_sha256
from minegraph.formats import Format
from minegraph.published import HASHES, SUMS, VERSIONS
from minegraph.release.edition import Edition
from minegraph.site import render_released
from minegraph.telling import Progress
from minegraph.terms import GRAPH

AT = "catalogue.html"
DERIVED = "derived"
_FORMATS = (
    *formats.DATASETS,
    *(formats.N_TRIPLES, formats.CSV, formats.TSV, formats.XLSX, formats.JSON, formats.GEOJSON, formats.GRAPHML),
)
_MEDIA_TYPES = {
    **{f".{form.suffix}": form.media_type for form in _FORMATS},
    ".cff": "application/yaml",
    ".md": "text/markdown",
}
_GROUPS = (
    (
        "The whole graph",
        "What the files state and what follows from it, apart from each other.",
        ("stated", "inferred"),
    ),
    ("Tables", "A table for each class, as CSV and for Excel, described by CSVW.", ("tables/",)),
    (
        "Maps and networks",
        "For geographical information systems and programs that draw networks.",
        ("regions", "sites", "network"),
    ),
    (
        "Terms",
        "What the words mean, what good data looks like, and what they correspond to elsewhere.",
        ("ontology", "shapes", "context", "alignments", "matches"),
    ),
    ("About this version", "What it is, what has changed, and what to check a download with.", ("",)),
)
"""Titles and words, with the beginnings of the paths of what belongs there; the first that fits counts."""
_WORDS = {
    "stated": "what the files state",
    "inferred": "what was inferred, and the synergies",
    "regions": "the regions",
    "sites": "mines, plants and other sites",
    "network": "projects, organisations and regions, and how they are linked",
    "ontology": "the ontology",
    "shapes": "the shapes",
    "context": "the context of JSON-LD",
    "alignments": "what terms correspond to, as SSSOM",
    "matches": "what things correspond to, as SSSOM",
    "dataset": "the description of the dataset, as DCAT-AP and VoID",
    "CHANGES": "what has changed since the version before",
    "changes": "what has changed, for machines",
    "hashes": "the RDFC-1.0 hashes and numbers of triples",
    SUMS: "the checksums of all files",
    "CITATION": "how to cite it",
    ".zenodo": "what Zenodo is told of it",
    "LICENSE-DATA": "the licence",
    "README": "how to read the tables",
    "csv-metadata": "what the columns mean, as CSVW",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the version: its path within it, its address, what it is, how many bytes it has, their hash."""

    name: str
    address: str
    words: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: its IRI, its path, how many triples it holds, and their hash."""

    iri: str
    name: str
    triples: int
    hash: str


def write_downloads(edition: Edition, _progress: Progress) -> None:
    """Write catalogue.html, of the files that are there; reads hashes.json."""
    hashes = json.loads((edition.downloads / HASHES).read_text(encoding="utf-8"))
    page = render_released(
        "released_catalogue.html",
        AT,
        edition,
        groups=_groups(edition),
        folders=_folders(_graphs(hashes["graphs"])),
        hash=hashes["dataset"]["sha256"],
        forms=list(_descriptions(edition)),
        earlier=_others(edition),
    )
    edition.write(AT, page)


def _groups(edition: Edition) -> list[tuple[str, str, list[Download]]]:
    found: dict[int, list[tuple[int, Download]]] = {}
    for file in sorted(edition.downloads.rglob("*")):
        if file.is_file():
            one = _download(edition, file)
            at, place = _place(one.name)
            found.setdefault(at, []).append((place, one))
    return [
        (*_GROUPS[at][:2], [one for _, one in sorted(found[at], key=lambda placed: placed[0])]) for at in sorted(found)
    ]


def _place(name: str) -> tuple[int, int]:
    """The number of the group that a file belongs to, and its place among the beginnings there."""
    places = ((at, place, start) for at, group in enumerate(_GROUPS) for place, start in enumerate(group[2]))
    return next((at, place) for at, place, start in places if name.startswith(start))


def _download(edition: Edition, file: Path) -> Download:
    return Download(
        name=file.relative_to(edition.downloads).as_posix(),
        address=f"/{file.relative_to(edition.root).as_posix()}",
        words=_words(file.name),
        media_type=_MEDIA_TYPES.get(file.suffix, "text/plain"),
        size=file.stat().st_size,
        sha256=file_sha256(file),
    )


def _words(name: str) -> str:
    """What a file is: as said above, else that of a table, which has the name of its class."""
    stem = name[0] + name[1:].partition(".")[0]
    return _WORDS.get(stem) or in_words(stem)


def _graphs(hashes: Mapping[str, Mapping[str, Any]]) -> list[Graph]:
    return [Graph(iri, iri.removeprefix(GRAPH), one["triples"], one["sha256"]) for iri, one in sorted(hashes.items())]


def _folders(graphs: list[Graph]) -> dict[str, list[Graph]]:
    """The graphs by the first two steps of their paths; what was derived stands together."""
    found: dict[str, list[Graph]] = {}
    for graph in graphs:
        steps = graph.name.split("/")[:-1][:2]
        found.setdefault("/".join(steps) or DERIVED, []).append(graph)
    return found


def _descriptions(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """The forms of the catalogue for machines that there are."""
    for form in (formats.TURTLE, formats.JSON_LD):
        if (edition.root / f"dataset.{form.suffix}").is_file():
            yield _form(form)


def _form(form: Format) -> tuple[str, str, str]:
    return form.title, f"/dataset.{form.suffix}", form.media_type


def _others(edition: Edition) -> list[tuple[str, str]]:
    """The other versions that the site has, each with the address of its change log, else of its checksums."""
    found = []
    for place in sorted((edition.root / VERSIONS).iterdir()) if (edition.root / VERSIONS).is_dir() else ():
        files = [place / name for name in ("CHANGES.md", SUMS) if (place / name).is_file()]
        if place.name != edition.version:
            found.append((place.name, f"/{files[0].relative_to(edition.root).as_posix()}" if files else ""))
    return found
