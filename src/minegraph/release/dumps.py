"""The dumps of a release: what is stated and what was inferred, each in every format."""

from __future__ import annotations

from minegraph.dump import dumped
from minegraph.dump_formats import write_dump
from minegraph.formats import DATASETS
from minegraph.release.edition import Edition
from minegraph.telling import Progress
from minegraph.workshop import DERIVED


def write_dumps(edition: Edition, progress: Progress) -> None:
    """Write `stated` and `inferred` as N-Quads, TriG, Turtle, JSON-LD and RDF/XML. Raises what reading files raises."""
    edition.downloads.mkdir(parents=True, exist_ok=True)
    with dumped(edition.generation, edition.layout) as dump:
        inferred = set(DERIVED.values())
        parts = {"stated": dump.of(dump.files.keys() - inferred), "inferred": dump.of(inferred)}
        files = [(name, form) for name in parts for form in DATASETS]
        for done, (name, form) in enumerate(files):
            progress("dumps", done, len(files))
            with (edition.downloads / f"{name}.{form.suffix}").open("wb") as out:
                write_dump(parts[name], form.name, out)
        progress("dumps", len(files), len(files))
