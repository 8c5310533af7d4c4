"""Measure how long a release takes, and its dumps of a large graph beside those that the engine makes itself.

    python benchmarks/publish.py [--only release,dumps] [--triples 3000000] [--large ROOT STORE]

`--large` is a generated graph that was built before; building it takes minutes and gigabytes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dumping import SUFFIXES
from generate import generate
from machine import describe_machine
from processes import MINEGRAPH, ROOT, Run, median_of, run, script
from rows import Row, gigabytes, seconds, table

RELEASES = 3
NO_PEER = "-"


class Measured(NamedTuple):
    """Seconds, and the processes that took them."""

    seconds: float
    runs: list[Run]

    def __str__(self) -> str:
        return f"{seconds(self.seconds)}, {gigabytes(max(one.peak for one in self.runs))}"


def release(directory: Path) -> Iterator[Row]:
    """The shipped graph, built before, published to a new directory."""
    store: list[str | Path] = ["--root", ROOT, "--store", directory / "store"]
    run([MINEGRAPH, *store, "build"])
    runs = [run([MINEGRAPH, *store, "publish", "-o", directory / f"site-{number}"]) for number in range(RELEASES)]
    middle = median_of(runs)
    files = sum(path.is_file() for path in (directory / "site-0").rglob("*"))
    measured = f"{Measured(middle.seconds, runs)}, {files:,} files"
    yield Row("`minegraph publish`, shipped graph", measured, NO_PEER, NO_PEER, "< 30 s")


def dumps(root: Path, store: Path, directory: Path) -> Iterator[Row]:
    """The dumps of a built graph, each by both in turn, and all of them."""
    generation = store / "generations" / (store / "current").read_text().strip()
    ours, peers = [], []
    for form in SUFFIXES:
        ours.append(run(script("dumping.py", "minegraph", root, generation, form, directory)))
        peers.append(run(script("dumping.py", "oxigraph", root, generation, form, directory)))
        yield _beside(f"Dump as {form}", _written(ours[-1:]), _written(peers[-1:]), "")
    prepared = min(one.read()["prepared"] for one in ours)
    whole = Measured(prepared + _written(ours).seconds, ours)
    what = f"All five, with {seconds(prepared)} to read and sort the files once"
    yield _beside(what, whole, _written(peers), "2 times as long")
    hashed = min(one.read()["hashed"] for one in ours)
    yield Row("RDFC-1.0 hashes of the whole and of each graph", seconds(hashed), NO_PEER, NO_PEER, "")


def _written(runs: list[Run]) -> Measured:
    return Measured(sum(one.read()["written"] for one in runs), runs)


def _beside(what: str, ours: Measured, peer: Measured, target: str) -> Row:
    return Row(what, str(ours), str(peer), f"{ours.seconds / peer.seconds:.2f} times as long", target)


def _large(triples: int, directory: Path) -> tuple[Path, Path]:
    """A generated graph, and its store."""
    root, store = directory / "large", directory / "large-store"
    generate(root, triples)
    run([MINEGRAPH, "--root", root, "--store", store, "build"])
    return root, store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="release,dumps")
    parser.add_argument("--triples", type=int, default=3_000_000)
    parser.add_argument("--large", type=Path, nargs=2, metavar=("ROOT", "STORE"))
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="minegraph-publish-") as name:
        directory = Path(name)
        if "release" in asked.only.split(","):
            rows += release(directory)
        if "dumps" in asked.only.split(","):
            root, store = asked.large or _large(asked.triples, directory)
            rows += dumps(root, store, directory)
    print(f"{describe_machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
