"""Writing the documents of some resources, in this process or in one of its own.

A process of its own gets lines of JSON: first the release, then the resources to write next, each IRI with the path of
its files. It answers each line with {"written": 64} or {"failed": "..."}, and ends with its input.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from minegraph.datasets import document_about
from minegraph.describe import described
from minegraph.documents.thing_page import Surroundings, released_thing_page
from minegraph.errors import MinegraphError, ReleaseError
from minegraph.files import Layout
from minegraph.formats import HTML, JSON_LD, TURTLE
from minegraph.queries import catalogue
from minegraph.readers import StoreReader
from minegraph.release.edition import Edition
from minegraph.render import ordered_graph
from minegraph.store import LocalStore

OBJECTS_BETWEEN_SWEEPS = 100_000
"""Nothing here is in circles: the default would look for some a thousand times."""


class Scribe:
    """Writes documents into a release."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._reader = StoreReader(edition.source)
        self._folders: dict[str, Path] = {}
        self._around = Surroundings.read(edition.source, catalogue(edition.layout))

    def write(self, stems: Mapping[str, str]) -> None:
        """Write the documents of the IRIs to their paths. Raises ReleaseError for what cannot be written."""
        for iri, stem in stems.items():
            try:
                documents = self._documents(iri, stem)
            except ValueError as error:
                raise ReleaseError(
                    f"<{iri}>: its document cannot be written ({error}). Change what is said."
                ) from error
            folder, _, name = stem.rpartition("/")
            place = self._folder(folder)
            for suffix, data in documents.items():
                (place / f"{name}.{suffix}").write_bytes(data)

    def _folder(self, path: str) -> Path:
        """A directory of the release, which is made when it is first needed."""
        if path not in self._folders:
            self._folders[path] = self._edition.root / path
            self._folders[path].mkdir(parents=True, exist_ok=True)
        return self._folders[path]

    def _documents(self, iri: str, stem: str) -> dict[str, bytes]:
        """The ending and content of each file.

        Literals are as the store has them (`1.50` is `1.5`); the dumps have them as they are written.
        """
        description = described(self._reader, iri, self._reader.labels([iri])[iri])
        page = released_thing_page(self._around, description, f"{stem}.{HTML.suffix}", self._edition)
        said = sorted({*description.triples(), *document_about(iri)}, key=str)
        return {
            HTML.suffix: page.encode(),
            TURTLE.suffix: ordered_graph(said, TURTLE.name),
            JSON_LD.suffix: ordered_graph(said, JSON_LD.name),
        }


def described_to_others(edition: Edition) -> dict[str, object]:
    """What another process has to know of a release."""
    layout = edition.layout
    return {
        "layout": [str(layout.root), str(layout.base) if layout.base else None, sorted(layout.withheld)],
        "generation": str(edition.generation),
        "root": str(edition.root),
        "version": edition.version,
        "base": edition.base,
    }


def _edition(said: Mapping[str, str], root: str, base: str | None, withheld: list[str]) -> Edition:
    generation = Path(said["generation"])
    layout = Layout(Path(root), Path(base) if base else None, frozenset(withheld))
    return Edition(layout, LocalStore.open(generation), generation, Path(said["root"]), said["version"], said["base"])


def main() -> None:
    """Write what standard input asks for until it ends."""
    said = json.loads(sys.stdin.buffer.readline())
    scribe = Scribe(_edition(said, *said["layout"]))
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_SWEEPS)
    with os.fdopen(os.dup(1), "wb", buffering=0) as told, suppress(BrokenPipeError):  # who asked has gone
        for line in sys.stdin.buffer:
            told.write(f"{json.dumps(_answer(scribe, json.loads(line)))}\n".encode())


def _answer(scribe: Scribe, stems: Mapping[str, str]) -> dict[str, object]:
    try:
        scribe.write(stems)
    except MinegraphError as error:
        return {"failed": str(error)}
    except OSError as error:
        return {"failed": f"{error.filename}: cannot be written ({error.strerror})."}
    return {"written": len(stems)}
