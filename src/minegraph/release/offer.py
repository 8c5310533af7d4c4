"""What a release offers: its files as the places where the datasets are had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from minegraph.datasets import CATALOGUE, ONTOLOGY, SHAPES, File, Place, graph_file
from minegraph.files import file_sha256
from minegraph.formats import CSV, DATASETS, GEOJSON, GRAPHML, TURTLE, XLSX, Format, with_suffix
from minegraph.release.edition import Edition
from minegraph.terms import BASE, INFERRED, SYNERGIES


class _Kind(NamedTuple):
    """What files of a name hold, in which forms, and what they conform to."""

    title: str
    words: str
    formats: Sequence[Format]
    conforms_to: Sequence[str] = ()


_OWN = (ONTOLOGY, SHAPES)
_KINDS = {
    "stated": _Kind("What is stated", "All that the files of the graph state", DATASETS, _OWN),
    "inferred": _Kind("What is inferred", "What follows by the rules, and the synergies of regions", DATASETS, _OWN),
    "regions": _Kind("Regions", "The regions on the map", (GEOJSON,)),
    "sites": _Kind("Sites", "The sites on the map", (GEOJSON,)),
    "network": _Kind("Network", "Who works with whom, for programs that draw and measure networks", (GRAPHML,)),
}
_TABLES = "tables"
_NAMING_GRAPHS = ("nq", "trig", "jsonld")


def downloads(edition: Edition) -> list[File]:
    """The files of the version that hold the whole, a layer or a class of it, in the order of their paths."""
    paths = (path.relative_to(edition.downloads) for path in edition.downloads.rglob("*") if path.is_file())
    return [file for path in sorted(map(PurePosixPath, paths)) for file in _download(edition, path)]


def site_of(edition: Edition, whole: Sequence[File]) -> Place:
    """Where the datasets are had on the site: the whole in the files of the version, each graph in its own."""
    return _place(edition, whole, lambda graph: list(_graph_files(edition, graph)))


def frozen_of(edition: Edition, whole: Sequence[File]) -> Place:
    """Where they are had for good: each graph in those files of the version that tell graphs apart."""

    def of_graph(graph: str) -> list[File]:
        layer = "inferred" if graph in (INFERRED, SYNERGIES) else "stated"
        holding = {_iri(PurePosixPath(f"{layer}.{suffix}")) for suffix in _NAMING_GRAPHS}
        return [file for file in whole if file.iri in holding]

    return _place(edition, whole, of_graph)


def _place(edition: Edition, whole: Sequence[File], of_graph: Callable[[str], Sequence[File]]) -> Place:
    return Place(
        edition.base.rstrip("/"),
        f"minegraph {edition.version}: the catalogue of the release",
        "The named graphs of minegraph, each with its licence and sources, and the files in which they are had.",
        whole,
        of_graph,
        lambda name: f"{edition.base}queries/{quote(name)}.html",
        lambda name: f"{edition.base}queries/{quote(name)}.rq",
    )


def _download(edition: Edition, path: PurePosixPath) -> Iterator[File]:
    kind = _kind(path)
    form = with_suffix(kind.formats, path.suffix[1:]) if kind else None
    if kind and form:
        yield File(
            _iri(path),
            f"{kind.title} as {form.title}",
            f"{kind.words}, in {form.title}.",
            form,
            f"{edition.base}{quote((edition.downloads / path).relative_to(edition.root).as_posix())}",
            *_measured(edition.downloads / path),
            kind.conforms_to,
            lasts=True,
        )


def _kind(path: PurePosixPath) -> _Kind | None:
    if path.parent.name == _TABLES:
        return _Kind(f"Table {path.stem}", f"A table with one row for each {path.stem}", (CSV, XLSX))
    return _KINDS.get(path.stem) if len(path.parts) == 1 else None


def _iri(path: PurePosixPath) -> str:
    return f"{CATALOGUE}#{quote(path.as_posix())}"


def _graph_files(edition: Edition, graph: str) -> Iterator[File]:
    """The file of a named graph on the site, if it has one."""
    path = edition.root / f"{unquote(graph.removeprefix(BASE))}.{TURTLE.suffix}"
    if path.is_file():
        yield graph_file(graph, TURTLE, edition.base.rstrip("/"), *_measured(path))


def _measured(path: Path) -> tuple[int, str]:
    """The size of a file and the SHA-256 digest of its bytes."""
    return path.stat().st_size, file_sha256(path)
