"""What a release is made of, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from minegraph.datasets import MAIN
from minegraph.errors import SourceError
from minegraph.files import Layout
from minegraph.published import VERSION, VERSIONS
from minegraph.store import LocalStore
from minegraph.terms import BASE, expand


@dataclass(frozen=True)
class Edition:
    """A graph at one generation, the address where it will be on the web (with `/` at its end), and its files.

    `root` is the directory of the site; what is frozen with the version goes to `downloads`.
    """

    layout: Layout
    source: LocalStore
    generation: Path
    root: Path
    version: str
    base: str = BASE

    @property
    def downloads(self) -> Path:
        """The directory of the files of this version, which later versions leave as they are."""
        return self.root / VERSIONS / self.version

    @property
    def before(self) -> Path | None:
        """The directory of the newest version that is published beside it and comes before it; None for the first."""
        earlier = [
            place
            for place in (self.root / VERSIONS).glob("*")
            if place.is_dir() and order_of(place.name) < order_of(self.version)
        ]
        return max(earlier, key=lambda place: order_of(place.name), default=None)

    def write(self, at: str, content: str | bytes) -> None:
        """Write the file `at` of the site, with the directories on the way; text as UTF-8."""
        _write(self.root / at, content)

    def freeze(self, name: str, content: str | bytes) -> None:
        """Write a file of the version in the same way."""
        _write(self.downloads / name, content)


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


Order = tuple[list[tuple[int, str]], bool, list[tuple[int, str]]]


def order_of(version: str) -> Order:
    """What versions are sorted by: numbers as such, and what leads to a version (`-rc1`) before it.

    >>> sorted(["0.10.0", "1.0.0", "0.9.1", "1.0.0-rc1"], key=order_of)
    ['0.9.1', '0.10.0', '1.0.0-rc1', '1.0.0']
    """
    core, _, ahead = version.partition("-")
    numbers, words = (
        [(int(step), "") if step.isdecimal() else (-1, step) for step in part.split(".")] for part in (core, ahead)
    )
    return numbers, not ahead, words


def version_of(source: LocalStore, layout: Layout) -> str:
    """The version that the dataset says it has; SourceError where it says none, or one that cannot name a directory."""
    query = f"SELECT ?version WHERE {{ <{MAIN}> <{expand('dcat:version')}> ?version }} ORDER BY ?version"
    found = [term.value for (term,) in source.select(query).rows if isinstance(term, Literal)]
    place = layout.path("data/dataset.ttl")
    if len(found) != 1:
        raise SourceError(place, None, f'{len(found)} versions of <{MAIN}>. State one with `dcat:version "1.0.0"`.')
    version = found[0]
    if not VERSION.fullmatch(version):
        advice = "Begin with a digit; use letters, digits, . and -."
        raise SourceError(place, None, f"version {version!r} cannot name a directory. {advice}")
    return version
