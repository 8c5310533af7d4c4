"""The dumps of a release: what is stated and what was inferred, each in every format, and their hashes."""

from __future__ import annotations

from minegraph.dump import dumped
from minegraph.dump_formats import write_dump
from minegraph.errors import FormatError, ReleaseError
from minegraph.formats import DATASETS
from minegraph.release.edition import Edition
from minegraph.release.hashes import write_hashes
from minegraph.telling import Progress
from minegraph.terms import PREFIXES
from minegraph.workshop import DERIVED


def write_dumps(edition: Edition, progress: Progress) -> None:
    """Write `stated` and `inferred` as N-Quads, TriG, Turtle, JSON-LD and RDF/XML, and hashes.json.

    Raises ReleaseError for what one of these cannot write.
    """
    edition.downloads.mkdir(parents=True, exist_ok=True)
    with dumped(edition.generation, edition.layout, scratch=edition.root) as dump:
        inferred = set(DERIVED.values())
        parts = {"stated": dump.of(dump.files.keys() - inferred), "inferred": dump.of(inferred)}
        names = {f"{name}.{form.suffix}": (parts[name], form.name) for name in parts for form in DATASETS}
        for done, (name, (part, form)) in enumerate(names.items()):
            progress("dumps", done, len(names) + 1)
            try:
                with (edition.downloads / name).open("wb") as out:
                    write_dump(part, form, out, PREFIXES)
            except FormatError as error:
                raise ReleaseError(f"{name}: {error} Nothing is published.") from error
        progress("dumps", len(names), len(names) + 1)
        write_hashes(edition, dump, parts)
